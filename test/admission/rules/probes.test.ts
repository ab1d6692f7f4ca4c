import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, expectAllowed, expectRefused, Refused, T } from '../manifests';

const R = `${T}.readinessProbe`;
const L = `${T}.livenessProbe`;

test.each<Refused>([
  ['PRB-1', { [R]: { guestAgentPing: {}, periodSeconds: 0 } }, `${R}.periodSeconds`, 'got 0'],
  ['PRB-1', { [R]: { guestAgentPing: {}, initialDelaySeconds: -1 } }, `${R}.initialDelaySeconds`, 'got -1'],
  ['PRB-1', { [L]: { guestAgentPing: {}, successThreshold: 3 } }, `${L}.successThreshold`, 'expected 1'],
  ['PRB-2', { [R]: { tcpSocket: { port: 0 } } }, `${R}.tcpSocket.port`, 'got 0'],
  ['PRB-2', { [R]: { httpGet: { port: 'http' } } }, `${R}.httpGet.port`, '"http"'],
  ['PRB-2', { [R]: { httpGet: { port: 80, scheme: 'https' } } }, `${R}.httpGet.scheme`, '"https"'],
  ['PRB-2', { [L]: { exec: { command: [] } } }, `${L}.exec.command`, 'no command'],
  ['PRB-2', { [L]: { exec: {} } }, `${L}.exec.command`, 'no command'],
])('%s refuses %j', expectRefused);

test.each<Allowed>([
  ['PRB-1', 'a delay may be 0', { [R]: { guestAgentPing: {}, initialDelaySeconds: 0, successThreshold: 3 } }],
  ['PRB-1', 'it is only known at apply', { [L]: { guestAgentPing: {}, successThreshold: UNKNOWN } }],
  ['PRB-2', 'port, scheme and command can be asked', { [R]: { httpGet: { port: 65535, scheme: 'HTTPS' } }, [L]: { exec: { command: ['true'] } } }],
  ['PRB-2', 'they are only known at apply', { [R]: { httpGet: { port: UNKNOWN, scheme: UNKNOWN } }, [L]: { exec: { command: UNKNOWN } } }],
])('%s passes where %s', expectAllowed);
