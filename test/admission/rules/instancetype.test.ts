import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, REFUSED, SIZED } from '../rows/instancetype';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('an unknown instancetype comes with the bundled one that was meant', () => {
  expect(findings('R-19', { ...SIZED, 'spec.instancetype': { name: 'u1.medum' } })[0].remedy).toContain('use "u1.medium"');
});

test('a name that is none of all that the cluster has is an error, also where KubeVirt would bring it along', () => {
  const [finding] = findings('R-19', { 'spec.instancetype': { name: 'u1.small' } }, { clusterInstancetypes: new Set(['gold.small']) });
  expect(finding).toMatchObject({ severity: 'error', path: 'spec.instancetype.name', message: expect.stringContaining('that the cluster has') });
});
