import { readTemplate, readTemplates } from '../../src/cli/template';

const LATER = '(known after apply)';

test.each<[string, unknown]>([
  ['{"a":1}', { a: 1 }],
  ['{"a":${jsonencode(var.x)}}', { a: LATER }],
  ['{${jsonencode(var.x)}:[${jsonencode(var.y)},2]}', { [LATER]: [LATER, 2] }],
  ['{"a":"b ${trimsuffix(trimprefix(jsonencode(var.x), "\\""), "\\"")} c"}', { a: `b ${LATER} c` }],
  ['{"a":${jsonencode({ "}" = "x${var.y}\\"}" })},"b":"c"}', { a: LATER, b: 'c' }],
  ['{"a":${jsonencode("$${")},"b":"c"}', { a: LATER, b: 'c' }],
  ['{"a":"$${HOME} %%{if}"}', { a: '${HOME} %{if}' }],
  ['{"a":"$$${HOME}"}', { a: '$${HOME}' }],
  ['{"a":"${"$"}${var.x}"}', { a: `$${LATER}` }],
  ['{"a":"\\"${var.x}\\" \\\\","b":${var.y}}', { a: `"${LATER}" \\`, b: LATER }],
])('%s is read as far as it is known', (template, value) => expect(readTemplate(template)).toEqual(value));

test.each(['kind: {a', '{"a":${var.x', '{"a":"${f("'])('%s is no JSON', (template) => expect(() => readTemplate(template)).toThrow());

test('strings and keys of a value are read each by itself', () => {
  expect(readTemplates({ '${var.k}': ['say "${var.x}" to $${y}', 2, null, true] })).toEqual({ [LATER]: [`say "${LATER}" to \${y}`, 2, null, true] });
});
