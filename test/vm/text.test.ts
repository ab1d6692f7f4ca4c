import { parse } from 'yaml';
import { yamlText } from '../../src/vm/text';

/** Texts that one of two YAML readers takes for something else, unless they are quoted, or that a block would change. */
const TRICKY = [
  '', ' ', 'on', 'No', '~', 'null', 'true', '0o17', '12:30', '1_000', '1e3', '.5', '-', '- a', 'a: b', 'a #b', '#x', '---', '...', '<<', '=', '{a}', '[x]', '*a', '&b',
  '!t', '%d', '@e', '`f', '|', '>', '"q"', 'it\'s', '\\n', ' a', 'a ', 'é', '\u0085x', '\u2028', '\ufeffa', '\u{1F600}', 'tab\there', 'word '.repeat(60).trim(),
  'a\nb', 'a\nb\n', 'a\n\nb\n', 'a\n\n', '\na', 'a\n  b\n', 'a \nb', 'a\tb\nc', 'a\u2028b\nc', '--- a\nb', '#!/bin/sh\necho "x"\n', 'key\nof lines',
  '#!/bin/sh\nif true; then\n  echo\nfi\n', 'if true; then\n\techo\nfi', '\techo\nfi\n', '  a\nb\n', '  a\n b', 'a\n\n  b\n\n\nc\n', 'a\n\n\n', 'a\n  ', 'a\n \n', 'a\n\t',
  'a\n  \nb\n', 'a\n\t\nb\n', 'a  \nb  \n', 'a\nb ', 'a\nb\t\n', '\n  a\n', ' \na\n', 'a\r\n  b\r\n', 'a\rb\n', '\n', '\n\n', 'a\n# b\n---\n...\n- c: d\n%e\n',
];

/** Each text of up to so many of these characters: all the ways in which lines can be indented, blank and ended. */
function textsOf(characters: string[], most: number): string[] {
  return most === 0 ? [''] : textsOf(characters, most - 1).flatMap((text) => text.length === most - 1 ? [text, ...characters.map((one) => text + one)] : [text]);
}

const SHAPES: ((text: string) => object)[] = [
  (text) => ({ a: text, [text]: 'b' }),
  (text) => [text, [text, [text]], { a: text }],
  (text) => ({ a: [{ b: { c: text }, d: [] }, {}], e: {}, f: [[text], text] }),
];

test.each(['1.1', '1.2'] as const)('every text reads as it was, wherever it stands, under YAML %s', (version) => {
  for (const shape of SHAPES) {
    for (const value of TRICKY.map(shape)) expect(parse(yamlText(value), { version, merge: false })).toEqual(value);
  }
});

test.each(['1.1', '1.2'] as const)('every script reads as it was, however its lines are indented, blank and ended, under YAML %s', (version) => {
  const files = textsOf(['a', ' ', '\t', '\n', '\r'], 5).map((content) => ({ content, after: 1 }));
  expect(parse(yamlText({ files }), { version, merge: false })).toEqual({ files });
});

test('numbers, booleans and nothing; what is not set is left out', () => {
  expect(yamlText({ a: 1, b: -1.5, c: true, d: null, e: undefined, f: [], g: { h: undefined } })).toBe('a: 1\nb: -1.5\nc: true\nd: null\nf: []\ng: {}\n');
  expect(yamlText({})).toBe('{}\n');
});

test('it is laid out for people: words bare, scripts as blocks, all else in quotes', () => {
  const script = '#!/bin/sh\nif true; then\n  echo\nfi\n';
  expect(yamlText({ users: ['default', { name: 'ops', groups: ['adm'] }], files: [{ path: '/a', content: 'x\n\ny\n' }], time: '12:30', cut: 'a\nb', script })).toBe(
    'users:\n  - default\n  - name: ops\n    groups:\n      - adm\nfiles:\n  - path: /a\n    content: |\n      x\n\n      y\ntime: "12:30"\ncut: |-\n  a\n  b\n' +
    'script: |\n  #!/bin/sh\n  if true; then\n    echo\n  fi\n');
});
