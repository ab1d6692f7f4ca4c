import { references, render } from '../../../testbed/apply/expression';

const known = (reference: string): unknown => ({ 'var.token': 'a"b', 'helm_release.x.name': 'x-0', 'local.ports': [1, 2] })[reference];

test.each([
  ['plain $ and %, $$ and %%', 'plain $ and %, $$ and %%'],
  ['echo $${HOME} %%{if}', 'echo ${HOME} %{if}'],
  ['$$${HOME}', '$${HOME}'],
  ['${"$"}${helm_release.x.name}', '$x-0'],
  ['{"token":${jsonencode(var.token)}}', '{"token":"a\\"b"}'],
  ['"x${trimsuffix(trimprefix(jsonencode(var.token), "\\""), "\\"")}y"', '"xa\\"by"'],
  ['${base64encode(join("-", [base64decode("Zm9v"), "bar"]))}', Buffer.from('foo-bar').toString('base64')],
])('%s reads as %s', (text, expected) => expect(render(text, known)).toBe(expected));

test('one expression alone keeps its type', () => expect(render('${local.ports}', known)).toEqual([1, 2]));

test.each([
  ['%{ if true }', 'template directive'],
  ['${upper("a")}', 'function upper()'],
  ['${var.a + 1}', 'expected "}"'],
  ['${{a = 1}}', 'expected a string, a list, a reference or a function'],
  ['ports ${local.ports}', '[1,2] inside a text'],
])('%s is refused, not guessed', (text, expected) => expect(() => render(text, known)).toThrow(expected));

test('references are found at any depth, in keys as well', () => {
  expect(references({ a: ['${jsonencode(var.a)}', { '${var.b}': 'x $${var.c}' }] })).toEqual(['var.a', 'var.b']);
});
