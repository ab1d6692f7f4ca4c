import { readDocument } from '../../src/yaml/document';

function valueOf(scalar: string): unknown {
  return (readDocument({ text: `value: ${scalar}\n`, line: 1, behindSeparator: '' })!.value as { value: unknown }).value;
}

/** What `kubectl annotate --local -o json` of kubectl 1.35.4 makes of them. */
test.each<[string, unknown]>([
  ['y', true], ['Y', true], ['n', false], ['yes', true], ['On', true], ['off', false], ['TRUE', true], ['yEs', 'yEs'], ['tRue', 'tRue'], ['"on"', 'on'],
  ['010', 8], ['-010', -8], ['0o10', 8], ['0O17', 15], ['-0o17', -15], ['08', 8], ['007', 7], ['00', 0], ['0_8', 8], ['0x1F', 31], ['0x_1', 1], ['0b101', 5], ['-0b11', -3],
  ['1_000', 1000], ['+12', 12], ['1__0', 10], ['0x1p4', '0x1p4'], ['0xG', '0xG'], ['0x', '0x'], ['1,000', '1,000'],
  ['1e3', 1000], ['1E5', 100000], ['1e-3', 0.001], ['.5', 0.5], ['+.5', 0.5], ['.5e1', 5], ['5.', 5], ['1.10', 1.1], ['1_000.5', 1000.5], ['0e0', 0],
  ['e1000', 'e1000'], ['e5', 'e5'], ['+e5', '+e5'], ['.e5', '.e5'], ['1e', '1e'], ['1e999', '1e999'], ['.', '.'], ['..', '..'], ['._', '._'], ['+', '+'], ['infinity', 'infinity'],
  ['1:30:00', '1:30:00'], ['52:54:00:12:34:56', '52:54:00:12:34:56'], ['2024-01-01', '2024-01-01'], ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['~', null], ['Null', null], ['', null], ['!!str yes', 'yes'], ['!!int "12"', 12], ['!!bool yes', true], ['!!binary aGVsbG8=', 'hello'], ['!foo bar', 'bar'],
])('%s is read as kubectl reads it', (scalar, expected) => {
  expect(valueOf(scalar)).toBe(expected);
});
