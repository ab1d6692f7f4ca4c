import { App, DefaultTokenResolver, StringConcat, TerraformStack, TerraformVariable, Token, Tokenization } from 'cdktf';
import * as fc from 'fast-check';
import { base64Text, escapeDeep, escapeText, hasReferences, jsonText, maskReferences } from '../../src/delivery/terraform-text';

/** Reads a template that has no interpolation as Terraform does. */
const asTerraformReads = (template: string) => template.replace(/\$\$\{/g, () => '${').replace(/%%\{/g, () => '%{');

const stack = new TerraformStack(new App({ outdir: '/nonexistent' }), 'stack');
const password = new TerraformVariable(stack, 'password', {}).stringValue;
const count = new TerraformVariable(stack, 'count', {}).numberValue;
const resolve = (text: string) =>
  Tokenization.resolve(text, { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });

test.each([
  ['echo ${HOME}', 'echo $${HOME}'],
  ['curl -w %{http_code}', 'curl -w %%{http_code}'],
  ['already $${x}', 'already $$${x}'],
  ['cost: $5, 100%, $(id)', 'cost: $5, 100%, $(id)'],
])('%s is written %s', (text, escaped) => {
  expect(escapeText(text)).toBe(escaped);
});

test('any text arrives as it was', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('$', '%', '{', '}', 'a', '"', '\\', '\n', '\r', '\t', '😀') }), (text) => {
    expect(asTerraformReads(escapeText(text))).toBe(text);
  }), { seed: 25 });
});

test('a reference is left alone while the text around it is escaped', () => {
  expect(resolve(escapeText(`a \${HOME} b ${password} c %{if}`))).toBe('a $${HOME} b ${var.password} c %%{if}');
});

test('a dollar sign right before a reference does not make an escape of it', () => {
  expect(resolve(escapeText(`$${password}, $$${password}, $`))).toBe('${"$"}${var.password}, ${"$"}${"$"}${var.password}, $');
});

test('keys and values of objects are escaped, undefined goes, null and empty things stay', () => {
  expect(escapeDeep({ '${k}': ['${v}', { masquerade: {}, gone: undefined, none: null, list: [], n: 1 }] }))
    .toEqual({ '$${k}': ['$${v}', { masquerade: {}, none: null, list: [], n: 1 }] });
});

describe('JSON with references', () => {
  test('without any, it is plain JSON', () => {
    expect(jsonText({ a: '${HOME}', b: [1, null] })).toBe('{"a":"${HOME}","b":[1,null]}');
  });

  test('a value that is one reference keeps its type', () => {
    expect(resolve(jsonText({ password, count }))).toBe('{"password":${jsonencode(var.password)},"count":${jsonencode(var.count)}}');
  });

  test('a reference inside a text cannot break out of it, and the text around it is JSON', () => {
    expect(resolve(jsonText({ a: `say "${password}"\n` })))
      .toBe('{"a":"say \\"${trimsuffix(trimprefix(jsonencode(var.password), "\\""), "\\"")}\\"\\n"}');
  });
});

test('base64 of a known text is worked out at synth, of others at apply', () => {
  expect(base64Text('é\n')).toBe('w6kK');
  expect(resolve(base64Text(`a"\n${password}`))).toBe('${base64encode(join("", [base64decode("YSIK"), var.password]))}');
});

test('references are found and masked wherever they stand', () => {
  const value = { a: [`x ${password}`], n: count, plain: 'p', raw: Token.asAny({ resolve: () => 1 }) };
  expect(hasReferences(value)).toBe(true);
  expect(hasReferences({ a: ['${HOME}'] })).toBe(false);
  expect(maskReferences(value, '?')).toEqual({ a: ['?'], n: '?', plain: 'p', raw: '?' });
});
