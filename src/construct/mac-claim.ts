import { Finding } from '../admission/finding';
import { MacClaim, MacRegistry } from '../network/mac/registry';

/** Takes a MAC address for a NIC; what stands against it. `path` is where the address comes from, `remedy` what to do where two NICs would meet. */
export function claimMac(registry: MacRegistry, claim: MacClaim, path: string, remedy: string): Finding[] {
  const conflict = registry.conflict(claim);
  registry.claim(claim);
  if (!conflict) return [];
  const { severity, with: other } = conflict;
  return [{
    ruleId: 'R-3',
    severity,
    path,
    message: `${claim.mac} is the address of NIC "${other.nic}" of "${other.owner}" too, ${severity === 'error' ? `both on ${claim.l2}` : `there on ${other.l2}`}`,
    remedy: severity === 'error' ? remedy : 'fine if the two networks never meet',
  }];
}
