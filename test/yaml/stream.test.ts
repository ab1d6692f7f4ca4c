import { documentTexts } from '../../src/yaml/stream';

test.each<[string, string, [text: string, line: number, behind: string][]]>([
  ['no separator', 'a: 1\n', [['a: 1\n', 1, '']]],
  ['separators, with comments and without', 'a: 1\n---\nb: 2\n--- # c\n\nc: 3', [['a: 1\n', 1, ''], ['b: 2\n', 3, ''], ['\nc: 3', 5, '# c']]],
  ['line ends of Windows', 'a: 1\r\n---\r\nb: 2\r\n', [['a: 1\r\n', 1, ''], ['b: 2\r\n', 3, '']]],
  ['something behind a separator', '--- {a: 1}\n', [['', 1, ''], ['', 2, '{a: 1}']]],
  ['dashes inside of a text', 'a: |\n  ---\n', [['a: |\n  ---\n', 1, '']]],
  ['objects of JSON one behind the other', '{"a": "}{"}\n{"b":\n{}} {}', [['{"a": "}{"}', 1, ''], ['\n{"b":\n{}}', 1, ''], [' {}', 3, '']]],
  ['one object of JSON', '{"a": "\\"}"}\n', [['{"a": "\\"}"}\n', 1, '']]],
  ['JSON, and then YAML', '{"a": 1}\n---\nb: 2\n', [['{"a": 1}\n', 1, ''], ['b: 2\n', 3, '']]],
  ['half an object of JSON', '{"a": 1} {', [['{"a": 1} {', 1, '']]],
  ['YAML that looks like JSON', "{a: '}'}\n", [["{a: '}'}\n", 1, '']]],
])('%s', (_, text, expected) => {
  expect(documentTexts(text).map((document) => [document.text, document.line, document.behindSeparator])).toEqual(expected);
});
