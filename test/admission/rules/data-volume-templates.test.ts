import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, REFUSED, SPEC } from '../rows/data-volume-templates';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('an image without scheme comes with the whole URL', () => {
  expect(findings('CD-7', { [`${SPEC}.source`]: { registry: { url: 'quay.io/x/y:1' } } })[0].remedy).toBe('use "docker://quay.io/x/y:1"');
});

test('a template that is spelt otherwise than its volume comes with the name there', () => {
  const misspelt = findings('DT-3', { 'spec.dataVolumeTemplates[0].metadata.name': 'web-1-root' });
  expect(misspelt[0].remedy).toMatch(/^did you mean "web-0-root", which a volume uses\? Else add the volume/);
  const unlike = findings('DT-3', { 'spec.dataVolumeTemplates[0].metadata.name': 'data' });
  expect(unlike[0].remedy).toMatch(/^add the volume/);
});
