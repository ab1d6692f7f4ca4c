import { parse } from 'yaml';
import { yamlText } from '../../src/vm/text';

/** Texts that one of two YAML readers takes for something else, unless they are quoted, or that a block would change. */
const TRICKY = [
  '', ' ', 'on', 'No', '~', 'null', 'true', '0o17', '12:30', '1_000', '1e3', '.5', '-', '- a', 'a: b', 'a #b', '#x', '---', '...', '<<', '=', '{a}', '[x]', '*a', '&b',
  '!t', '%d', '@e', '`f', '|', '>', '"q"', 'it\'s', '\\n', ' a', 'a ', 'é', '\u0085x', '\u2028', '\ufeffa', '\u{1F600}', 'tab\there', 'word '.repeat(60).trim(),
  'a\nb', 'a\nb\n', 'a\n\nb\n', 'a\n\n', '\na', 'a\n  b\n', 'a \nb', 'a\tb\nc', 'a\u2028b\nc', '--- a\nb', '#!/bin/sh\necho "x"\n', 'key\nof lines',
];

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

test('numbers, booleans and nothing; what is not set is left out', () => {
  expect(yamlText({ a: 1, b: -1.5, c: true, d: null, e: undefined, f: [], g: { h: undefined } })).toBe('a: 1\nb: -1.5\nc: true\nd: null\nf: []\ng: {}\n');
  expect(yamlText({})).toBe('{}\n');
});

test('it is laid out for people: words bare, scripts as blocks, all else in quotes', () => {
  expect(yamlText({ users: ['default', { name: 'ops', groups: ['adm'] }], files: [{ path: '/a', content: 'x\n\ny\n' }], time: '12:30', cut: 'a\nb' })).toBe(
    'users:\n  - default\n  - name: ops\n    groups:\n      - adm\nfiles:\n  - path: /a\n    content: |\n      x\n\n      y\ntime: "12:30"\ncut: |-\n  a\n  b\n');
});
