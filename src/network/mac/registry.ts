/** One address in use. */
export interface MacClaim {
  readonly mac: string;
  /** The broadcast domain the NIC hangs on: two NICs there must not share an address. */
  readonly l2: string;
  /** Path of the construct, and the NIC on it. */
  readonly owner: string;
  readonly nic: string;
  /** What VMs have in common that are meant to share their addresses: a VM and its standbys. */
  readonly pair: string;
  /** Whether nobody but its own guest sees it: behind NAT. */
  readonly hidden?: boolean;
}

/** How a claim meets what is already taken. */
export interface MacConflict { readonly severity: 'error' | 'warning'; readonly with: MacClaim }

/** The addresses of one app. Refuses one MAC twice on one L2 network; the same MAC on two networks is worth a warning. */
export class MacRegistry {
  private readonly claims = new Map<string, MacClaim[]>();

  /** What stands against a claim; does not take it. */
  public conflict(claim: MacClaim): MacConflict | undefined {
    const claims = [...this.claims.get(claim.mac) ?? [], ...this.claims.get(hiddenKey(claim)) ?? []];
    const isOther = (other: MacClaim): boolean => (!claim.hidden && other.pair !== claim.pair) || other.owner === claim.owner;
    const same = claims.find((other) => other.l2 === claim.l2 && isOther(other));
    if (same) return { severity: 'error', with: same };
    const other = claims.find(isOther);
    return other && { severity: 'warning', with: other };
  }

  /** What a NIC of a construct has taken, where it has. */
  public claimOf(owner: string, nic: string): MacClaim | undefined {
    for (const claims of this.claims.values()) {
      const found = claims.find((claim) => claim.owner === owner && claim.nic === nic);
      if (found) return found;
    }
    return undefined;
  }

  /** Takes an address. */
  public claim(claim: MacClaim): void {
    const key = claim.hidden ? hiddenKey(claim) : claim.mac;
    const others = this.claims.get(key);
    if (others) others.push(claim); else this.claims.set(key, [claim]);
  }
}

/** Only NICs of one guest find these. */
function hiddenKey({ mac, owner }: MacClaim): string {
  return `${mac} of ${owner}`;
}
