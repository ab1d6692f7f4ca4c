import { readDocument, YamlDocument } from '../../src/yaml/document';
import { Unreadable } from '../../src/yaml/unreadable';

const read = (text: string, line = 1): YamlDocument | undefined => readDocument({ text, line, behindSeparator: '' });

function misread(text: string): Unreadable {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
  throw new Error('it was read');
}

test.each<[string, string, unknown]>([
  ['the last of a key given twice', 'a: 1\na: 2', { a: 2 }],
  ['keys as text', 'yes: 1\n0x1F: 2\n1.5: 3\n2024-01-01: 4', { 'true': 1, '31': 2, '1.5': 3, '2024-01-01': 4 }],
  ['a merge', 'b: &b {x: 1, z: 2}\nc:\n  <<: *b\n  x: 3', { b: { x: 1, z: 2 }, c: { x: 3, z: 2 } }],
  ['a merge of several: the first has the say', 'b: &b {x: 1}\nc: &c {x: 2, z: 3}\nd: {<<: [*b, *c]}', { b: { x: 1 }, c: { x: 2, z: 3 }, d: { x: 1, z: 3 } }],
  ['a merge behind a key, which replaces it', 'b: &b {x: 1}\nc:\n  x: 3\n  <<: *b', { b: { x: 1 }, c: { x: 1 } }],
  ['an anchor given again', 'a: &x 1\nb: &x 2\nc: *x', { a: 1, b: 2, c: 2 }],
  ['JSON with tabs', '{"a": 1,\n\t"b":\t[{}]}', { a: 1, b: [{}] }],
  ['quotes that go on at the begin of a line', "a:\n  b: '{\n  \"c\": ''d''\n\n}'\ne: 1", { a: { b: '{ "c": \'d\'\n}' }, e: 1 }],
  ['double quotes that do', 'a:\n- b: "x\\" \ny\\\n  z"\n  c: "1\n2"', { a: [{ b: 'x" yz', c: '1 2' }] }],
  ['brackets that do', 'a:\n  b: {\n    c: 1,\nd: [\n2,\n\'3\n4\'\n]\n}\ne: 5', { a: { b: { c: 1, d: [2, '3 4'] } }, e: 5 }],
  ['quotes that do, with the line ends of Windows', "a:\r\n  b: '{\r\n}'\r\nc: 1\r\n", { a: { b: '{ }' }, c: 1 }],
  ['what stands before the end of a document', 'a: 1\n...\nb: 2', { a: 1 }],
])('%s is read as kubectl reads it', (_, text, value) => {
  expect(read(text)!.value).toEqual(value);
});

test('a key that objects have by themselves is one like any other', () => {
  expect(Object.entries(read('__proto__: {a: 1}')!.value as object)).toEqual([['__proto__', { a: 1 }]]);
});

test.each(['', '\n', '# only this\n', 'null\n', '~'])('%j holds nothing', (text) => {
  expect(read(text)).toBeUndefined();
});

test.each<[string, string, string, string, number]>([
  ['YML-1', 'a:\n  b: 1\n  c: 2\n  b: 3\n', 'a.b', 'stands here and in line 2', 4],
  ['YML-1', 'yes: 1\n"true": 2\n', 'true', 'stands here and in line 1', 2],
  ['YML-2', 'a:\n- x\n- no\n', 'a[1]', 'got no without quotes, which kubectl reads as false', 3],
  ['YML-2', 'labels:\n  on: x\n', 'labels.true', 'got the key on without quotes', 2],
  ['YML-2', 'cores: 010\n', 'cores', 'which kubectl reads as octal: 8', 1],
  ['YML-3', 'a: 1\n...\nb: 2\n', '', 'got more behind "..."', 3],
  ['YML-4', 'b: &b {x: 1}\nc:\n  x: 3\n  <<: *b\n', 'c.<<', 'what stands before it: x', 4],
])('%s speaks of %j', (ruleId, text, path, message, line) => {
  expect(read(text)!.findings).toContainEqual(expect.objectContaining({
    ruleId, path, message: expect.stringContaining(message), remedy: expect.any(String), line,
  }));
});

test.each([
  'a: true', 'a: "yes"', "a: 'no'", 'a: !!bool yes', 'yesterday: 1', 'a: onwards', 'defaultMode: 0644', 'a: [{mode: 0400}]', 'a: 00', 'a: 08', 'a: 10', 'a: 1.10',
  'a: 52:54:00:12:34:56', 'a: 1\n...\n', 'b: &b {x: 1}\nc:\n  <<: *b\n  x: 3\n', 'b: &b {x: 1}\nc:\n  z: 3\n  <<: *b\n', 'a: {b: 1}\nc: {b: 1}\n', '{"on": "off"}',
])('nothing is said of %j', (text) => {
  expect(read(text)!.findings).toEqual([]);
});

test.each<[string, string, number]>([
  ['a: [1, 2', 'this is no YAML', 1],
  ['a: 1\nb: @c\n', 'this is no YAML', 2],
  ['a:\n\tb: 1\n', 'Tabs are not allowed', 2],
  ['a: 1\nb: *c\n', 'got *c, and no anchor &c stands before it', 2],
  ['a: &x\n  b: *x\n', 'got *x inside of what it stands for', 2],
  ['a: 1\n? [b]\n: 2\n', 'got ["b"] as a key, expected text', 2],
  ['~: 1\n', 'got null as a key, expected text', 1],
  ['a: 1\n<<: 3\n', 'got a merge (<<) of what is no map', 2],
  ['a: .inf\n', 'got .inf, which JSON has no number for', 1],
  ["a:\n  b: 'x\nc: 1\n", "Missing closing 'quote", 3],
  ["a:\n  b: 'x\nc: 'y'\n", "Missing closing 'quote", 3],
  ["a:\n  b: 'x\ny'\nc: [\n", 'this is no YAML: Flow sequence', 4],
  ['a: {{ .Values.a }}\n', 'this looks like a Helm template; run `helm template` first', 1],
  ['a:\n  {{- toYaml .Values.a | nindent 2 }}\n', 'this looks like a Helm template', 2],
  ['{{- if .Values.a }}\na: 1\n{{- end }}\n', 'this looks like a Helm template', 1],
  ['a: 1\n{{- range .Values.a }}\n- b\n{{- end }}\n', 'this looks like a Helm template', 2],
  ['{\n  // one\n  "a": 1\n}', 'this looks like a comment of JavaScript', 2],
  ['{\n  "a": 1, // one\n  "b": 2\n}', 'this looks like a comment of JavaScript', 2],
  ['{\n  /* one */\n  "a": 1\n}', 'this looks like a comment of JavaScript', 2],
  ['a: b\nc: \0\n', 'got the control character U+0000', 2],
  ['%YAML 1.1\n', 'got a directive', 1],
  ['['.repeat(100_000), 'too deeply', 1],
  ['- '.repeat(20_000), 'too deeply', 1],
])('%#: kubectl does not read it, and where that shows is said', (text, message, line) => {
  const { message: said, position } = misread(text);
  expect(said).toContain(message);
  expect(position).toMatchObject({ line });
});

test('an alias bomb is refused before it goes off', () => {
  const levels = Array.from({ length: 9 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`);
  expect(misread(['a0: &a0 [x, x, x, x, x, x, x, x, x]', ...levels].join('\n')).message).toMatch(/the aliases unfold to \d+ values and more/);
});

test('aliases that kubectl takes pass', () => {
  const text = ['a: &a {b: [1, 2, 3]}', 'c:', ...Array(2000).fill('- *a')].join('\n');
  expect((read(text)!.value as any).c).toHaveLength(2000);
});

test('places behind and in lines that are not indented are those of the text', () => {
  const document = read("a:\n  b: {\nc: 'x\ny', d: 1\n}\ne: 2", 11)!;
  expect(['a.b.c', 'a.b.d', 'e'].map((path) => document.position(path))).toEqual([{ line: 13, column: 1 }, { line: 14, column: 5 }, { line: 16, column: 1 }]);
});

describe('where a path leads', () => {
  const document = read(`spec:
  template:
    labels:
      kubevirt.io/vm: a
      "kubevirt.io": b
    disks:
    - name: root
    - &data
      name: data
      disk: {bus: virtio}
    more:
    - *data
    base: &base {cpu: 1}
    merged:
      <<: *base
      memory: 2
`, 11)!;

  test.each([
    ['', 11, 1], ['spec', 11, 1], ['spec.template.disks', 16, 5], ['spec.template.disks[0]', 17, 7], ['spec.template.disks[1].disk.bus', 20, 14],
    ['spec.template.disks[1].disk.cache', 20, 7], ['spec.template.disks[7].name', 16, 5], ['spec.template.nothing.here', 12, 3], ['status', 11, 1],
    ['spec.template.labels.kubevirt.io/vm', 14, 7], ['spec.template.labels["kubevirt.io/vm"]', 14, 7], ['spec.template.labels.kubevirt.io', 15, 7],
    ['spec.template.more[0].disk.bus', 20, 14], ['spec.template.merged.cpu', 23, 18], ['spec.template.merged.memory', 26, 7],
  ])('%s stands in line %i, column %i', (path, line, column) => {
    expect(document.position(path)).toEqual({ line, column });
  });
});
