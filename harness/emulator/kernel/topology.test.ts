import { expect, test } from '../../self/scratch.ts';
import { builtIn, completeNode, defaultProfile, loadTopology, parseProfile, UsageError } from './topology.ts';

test('a profile is a platform and a version', () => {
  expect(parseProfile('cms1000-3.5')).toEqual({ platform: 'cms1000', version: '3.5' });
  expect(parseProfile('virtualized-2.0')).toEqual({ platform: 'virtualized', version: '2.0' });
});

for (const text of ['', 'cms1000', 'cms1000-', 'cms1000-9.9', 'cms3000-3.5', 'CMS1000-3.5', 'cms1000-3.5 ', '-3.5']) {
  test(`refused as a profile: "${text}"`, () => {
    expect(() => parseProfile(text)).toThrow(UsageError);
    expect(() => parseProfile(text)).toThrow(
      `Unknown profile "${text}": write PLATFORM-VERSION with a platform of cms1000, `,
    );
  });
}

test('the built-in clusters: three Call Bridges, three Web Bridges, two schedulers, or one server with all roles', () => {
  const { nodes } = loadTopology('cluster3', null);
  const having = (role: string) =>
    nodes.filter(({ roles }) => (roles as string[]).includes(role)).map(({ name }) => name);
  expect([having('callBridge'), having('webBridge'), having('scheduler')]).toEqual([
    ['cms1', 'cms2', 'cms3'],
    ['cms1', 'cms2', 'cms3'],
    ['cms1', 'cms2'],
  ]);
  expect(loadTopology('single', null).nodes).toEqual(
    builtIn.single.nodes.map((node) => completeNode(node, defaultProfile)),
  );
});

test('a node gets what its file leaves out: the profile given, else the one of the file, else the default', ({
  scratch,
}) => {
  const plain = scratch.write('plain.yaml', 'nodes: [{ name: a }]');
  const own = scratch.write(
    'own.yaml',
    'profile: cms2000-3.8\nnodes: [{ name: a }, { name: b, platform: virtualized, version: "2.9" }]',
  );
  const versions = (file: string, profile: Parameters<typeof loadTopology>[1]) =>
    loadTopology(file, profile).nodes.map(
      ({ platform, version, softwareVersion }) => `${platform} ${version} ${softwareVersion}`,
    );
  expect(versions(plain, null)).toEqual(['cms1000 3.5 3.5']);
  expect(versions(own, null)).toEqual(['cms2000 3.8 3.8', 'virtualized 2.9 2.9']);
  expect(versions(own, { platform: 'cms1000', version: '3.4' })).toEqual(['cms1000 3.4 3.4', 'virtualized 2.9 2.9']);
});

test('everything that a file can say arrives', ({ scratch }) => {
  const file = scratch.write(
    'all.yaml',
    `clock: 2016-06-28T11:18:10Z
nodes:
  - name: bridge1
    platform: virtualized
    version: "2.0"
    softwareVersion: 2.0(RC)
    roles: [callBridge]
    sipDomain: bridge.example.test
    uptimeSeconds: 16821
    counters: { apiTrace: 8889 }
callBridges: [{ name: other, address: "https://192.0.2.9" }]
objects: [{ type: coSpace, fields: { name: room } }]
`,
  );
  expect(loadTopology(file, null)).toEqual({
    clock: new Date('2016-06-28T11:18:10Z'),
    nodes: [
      {
        name: 'bridge1',
        platform: 'virtualized',
        version: '2.0',
        softwareVersion: '2.0(RC)',
        roles: ['callBridge'],
        sipDomain: 'bridge.example.test',
        uptimeSeconds: 16821,
        counters: { callLegsMaxActive: 0, callLegsCompleted: 0, apiTrace: 8889, call: 0 },
      },
    ],
    callBridges: [{ name: 'other', address: 'https://192.0.2.9' }],
    objects: [{ type: 'coSpace', fields: { name: 'room' } }],
  });
});

const broken: [what: string, text: string, line: number, message: RegExp][] = [
  ['YAML that is none', 'nodes:\n  - name: a\n  roles: [', 3, /not valid YAML/],
  ['an empty file', '', 1, /topology: /],
  ['no nodes', 'profile: cms1000-3.5\nnodes: []\n', 2, /nodes: /],
  ['a misspelt field', 'nodes:\n  - name: a\n  - name: b\n    role: callBridge\n', 3, /nodes\.1: .*role/],
  ['an unknown version', 'nodes:\n  - name: a\n    version: "9.9"\n', 3, /nodes\.0\.version: /],
  ['a version that YAML takes for a number', 'nodes:\n  - name: a\n    version: 3.5\n', 3, /nodes\.0\.version: /],
  [
    'a name that is no host name',
    'nodes:\n  - name: "1 a"\n',
    2,
    /nodes\.0\.name: a node name is letters, digits and hyphens/,
  ],
  ['an unknown role', 'nodes:\n  - name: a\n    roles: [callBridge, turn]\n', 3, /nodes\.0\.roles\.1: /],
  ['a clock that is no instant', 'clock: yesterday\nnodes: [{ name: a }]\n', 1, /clock: /],
];
for (const [what, text, line, message] of broken) {
  test(`refused with file and line: ${what}`, ({ scratch }) => {
    const file = scratch.write('broken.yaml', text);
    const load = () => loadTopology(file, null);
    expect(load).toThrow(UsageError);
    expect(load).toThrow(message);
    expect(load).toThrow(`${file}:${line}: `);
  });
}

test('refused: two nodes of one name, an unknown profile in the file, a file that is not there', ({ scratch }) => {
  const twice = scratch.write('twice.yaml', 'nodes: [{ name: a }, { name: b }, { name: a }]');
  expect(() => loadTopology(twice, null)).toThrow('two nodes are named "a"');
  const profile = scratch.write('profile.yaml', 'profile: cms9\nnodes: [{ name: a }]');
  expect(() => loadTopology(profile, null)).toThrow('Unknown profile "cms9"');
  expect(() => loadTopology(`${scratch.path}/none.yaml`, null)).toThrow(
    /^Cannot read the topology file ".*none\.yaml": name an existing YAML file, or one of single, cluster3\.$/,
  );
});
