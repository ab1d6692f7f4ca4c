import { expectAllowed, expectRefused, findings, T } from '../manifests';
import { ALLOWED, REFUSED, TOLERATIONS } from '../rows/scheduling';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('what to do about the value of a label depends on whose label it is', () => {
  expect(findings('SC-3', { [TOLERATIONS]: [{ key: 'a', value: 'b c' }] })[0].remedy).toBe('use the value of the taint');
  expect(findings('SC-4', { [`${T}.nodeSelector`]: { zone: 'b c' } })[0].remedy).toBe('use the value of the label on the node');
  expect(findings('R-22', { 'metadata.labels': { app: 'b c' } })[0].remedy).toContain('annotation');
});
