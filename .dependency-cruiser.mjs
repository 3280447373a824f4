// The import rule as data: who may import whom among our own folders (type imports count too).
// A folder that is not named as a source here (cli, self, reports, perf) may import anything.
const ours = '^(harness|fixtures|suites|reports|perf)/';
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.(test|spec)\\.ts$' },
  to: { path: ours, pathNot: [from, ...allowed].join('|') },
});
const at = (folder) => `^harness/${folder}/`;

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('protocol-imports-nothing-of-ours', at('protocol'), []),
    only('judge-imports-protocol', at('judge'), [at('protocol')]),
    only('tms-imports-protocol', at('tms'), [at('protocol')]),
    only('trace-imports-protocol', at('trace'), [at('protocol')]),
    only('clients-import-protocol', at('clients'), [at('protocol')]),
    // the emulated TMS drives its bridges by the same controller that the checks drive a bridge with
    only('emulator-imports-protocol-and-tms', at('emulator'), [at('protocol'), at('tms')]),
    only('evidence-imports-protocol-and-judge', at('evidence'), [at('protocol'), at('judge')]),
    // targets start the emulator by process only, and attach through the clients
    only('targets-do-not-import-the-emulator', at('targets'), [at('protocol'), at('clients')]),
    only('browser-imports-protocol-and-targets', at('browser'), [at('protocol'), at('targets')]),
    only('run-imports-what-it-orders', at('run'), [at('protocol'), at('judge'), at('targets'), at('evidence')]),
    only('fixtures', '^fixtures/', [
      at('browser'),
      at('clients'),
      at('targets'),
      at('evidence'),
      at('judge'),
      at('tms'),
      at('run'),
      at('protocol'),
    ]),
    only('suites-import-only-fixtures', '^suites/', ['^fixtures/']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
