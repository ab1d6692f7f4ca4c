import { canonicalQuantity, isQuantity, nanos } from '../../src/kubevirt/quantity';

// Expected values are what k8s.io/apimachinery 0.34 prints.
test.each([
  ['1024Mi', '1Gi'], ['1.5Gi', '1536Mi'], ['4096Mi', '4Gi'], ['0.1Gi', '107374182400m'], ['1000Ki', '1000Ki'], ['512', '512'],
  ['1000m', '1'], ['0.5', '500m'], ['1500m', '1500m'], ['1.25', '1250m'], ['12.345', '12.345'], ['0.123', '123m'],
  ['1000M', '1G'], ['1000', '1k'], ['1G', '1G'], ['1e3', '1e3'], ['12500e-3', '12500e-3'], ['1.5e1', '1.5e1'], ['1.5e2', '150'], ['1000e-3', '1'],
  ['0', '0'], ['0Gi', '0'], ['-1024Mi', '-1Gi'], ['-0.5', '-500m'], ['+2', '+2'], ['0.5n', '1n'], ['1.2Mi', '1258291200m'],
])('the server writes %s as %s', (given, canonical) => {
  expect(canonicalQuantity(given)).toBe(canonical);
});

test('a canonical quantity stays as it is, and keeps its own base', () => {
  for (const text of ['1Gi', '1G', '500m', '1536Mi', '107374182400m']) expect(canonicalQuantity(text)).toBe(text);
});

test('numbers count as quantities', () => {
  expect(canonicalQuantity(0.5)).toBe('500m');
  expect(isQuantity(2)).toBe(true);
});

test.each(['4GB', '1 Gi', 'four', '', '1e', '1.2.3', '1_000', '0x10', 'Gi', '4gi', null, {}, true])('%p is no quantity', (value) => {
  expect(isQuantity(value)).toBe(false);
});

test('quantities of any base compare', () => {
  expect(nanos('1Gi')! > nanos('1G')!).toBe(true);
  expect(nanos('1024Mi')).toBe(nanos('1Gi'));
  expect(nanos('4GB')).toBeUndefined();
});
