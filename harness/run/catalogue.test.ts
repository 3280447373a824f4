import fc from 'fast-check';
import { expect, test } from '../self/scratch.ts';
import { areas, CatalogueError, inRange, loadCatalogue } from './catalogue.ts';

const entry = (id: string, more = '') => `- id: ${id}
  statement: "The scheduler answers as the document says."
  source: { document: "a document", clause: "a clause", fact: "a fact" }
  provenance: documented
  impact: observe
${more}`;

test('an entry is read with its defaults, files in the order of their names', ({ scratch }) => {
  scratch.write('SCHED.yaml', entry('SCHED-HELP-02') + entry('SCHED-HELP-01'));
  scratch.write('API.yaml', entry('API-AUTH-01', '  applies: { roles: [callBridge], versions: ">=3.3 <3.5" }\n'));
  scratch.write('notes.txt', 'not a catalogue');
  const catalogue = loadCatalogue(scratch.path);
  expect(catalogue.map(({ id }) => id)).toEqual(['API-AUTH-01', 'SCHED-HELP-02', 'SCHED-HELP-01']);
  expect(catalogue[0]?.applies).toEqual({ roles: ['callBridge'], versions: '>=3.3 <3.5' });
  expect(catalogue[1]).toMatchObject({ applies: {}, needs: [] });
});

const broken: [what: string, file: string, text: string, message: RegExp][] = [
  ['YAML that is none', 'SCHED.yaml', '- id: [\n', /^SCHED\.yaml:\d+: /],
  ['a list that is none', 'SCHED.yaml', 'id: SCHED-HELP-01\n', /^SCHED\.yaml:1: .*expected array/],
  ['an unknown area', 'FAX.yaml', entry('FAX-HELP-01'), /^FAX\.yaml:1: id: an ID is AREA-TOPIC-NN with a known area$/],
  ['a number without its zero', 'SCHED.yaml', entry('SCHED-HELP-1'), /^SCHED\.yaml:1: id: /],
  ['a misspelt field', 'SCHED.yaml', entry('SCHED-HELP-01', '  impakt: observe\n'), /^SCHED\.yaml:1: .*impakt/],
  ['the second of two entries', 'SCHED.yaml', entry('SCHED-HELP-01') + entry('SCHED-HELP-2'), /^SCHED\.yaml:6: id: /],
  [
    'an ID given twice',
    'SCHED.yaml',
    entry('SCHED-HELP-01') + entry('SCHED-HELP-01'),
    /SCHED-HELP-01 is already in SCHED\.yaml/,
  ],
  [
    'an ID in the file of another area',
    'API.yaml',
    entry('SCHED-HELP-01'),
    /SCHED-HELP-01 belongs in the file of its area/,
  ],
  [
    'an unknown role',
    'SCHED.yaml',
    entry('SCHED-HELP-01', '  applies: { roles: [turnServer] }\n'),
    /applies\.roles\.0: /,
  ],
  ['an unknown bench capability', 'SCHED.yaml', entry('SCHED-HELP-01', '  needs: [luck]\n'), /needs\.0: /],
  [
    'a range that is none',
    'SCHED.yaml',
    entry('SCHED-HELP-01', '  applies: { versions: "3.3+" }\n'),
    /applies\.versions: a version range is/,
  ],
  [
    'a reason that is too short to be one',
    'SCHED.yaml',
    entry('SCHED-HELP-01', '  untestable: "no"\n'),
    /untestable: /,
  ],
];
for (const [what, file, text, message] of broken) {
  test(`refused, with its place: ${what}`, ({ scratch }) => {
    scratch.write(file, text);
    expect(() => loadCatalogue(scratch.path)).toThrow(message);
    expect(() => loadCatalogue(scratch.path)).toThrow(CatalogueError);
  });
}

test('the catalogue that is shipped is sound and its areas are known', () => {
  const catalogue = loadCatalogue();
  expect(catalogue.length).toBeGreaterThan(0);
  for (const { id } of catalogue) expect(areas as readonly string[]).toContain(id.split('-')[0]);
});

test('a range is all of its terms; a bare number is that very release line', () => {
  expect(inRange('3.3.1', '>=3.3')).toBe(true);
  expect(inRange('3.2', '>=3.3')).toBe(false);
  expect(inRange('3.5', '>=3.3 <3.5')).toBe(false);
  expect(inRange('3.4.9', '>=3.3 <3.5')).toBe(true);
  expect(inRange('3.3.7', '3.3')).toBe(true);
  expect(inRange('3.30', '3.3')).toBe(false);
  expect(inRange('2.0(RC)', '=2.0')).toBe(true);
});

test('3.10 is newer than 3.9', () => {
  expect(inRange('3.10', '>3.9')).toBe(true);
  expect(inRange('3.9', '>=3.10')).toBe(false);
});

test('a version that says nothing is in no range', () => {
  expect(inRange('', '>=0.0')).toBe(false);
  expect(inRange('latest', '>=0.0')).toBe(false);
});

test('every version is on exactly one side of every bound', () => {
  const number = fc.nat({ max: 30 });
  fc.assert(
    fc.property(number, number, number, number, number, (major, minor, patch, boundMajor, boundMinor) => {
      const version = `${major}.${minor}.${patch}`;
      const bound = `${boundMajor}.${boundMinor}`;
      const sides = ['<', '=', '>'].map((operator) => inRange(version, `${operator}${bound}`));
      expect(sides.filter(Boolean)).toHaveLength(1);
      expect(inRange(version, `>=${bound}`)).toBe(sides[1] || sides[2]);
      expect(inRange(version, `<=${bound}`)).toBe(sides[0] || sides[1]);
      expect(inRange(version, bound)).toBe(major === boundMajor && minor === boundMinor);
    }),
  );
});
