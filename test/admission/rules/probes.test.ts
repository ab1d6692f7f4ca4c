import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, REFUSED, PORTS, R } from '../rows/probes';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('a port that is slightly misspelt comes with the right name', () => {
  expect(findings('PRB-2', { [PORTS]: [{ name: 'https', port: 443 }], [R]: { tcpSocket: { port: 'htps' } } })[0].remedy).toBe('use "https"');
});
