import { AcrossRule } from './across-rule';
import { Guest, ManifestSet } from './manifest-set';
import { MacRegistry } from '../../network/mac/registry';
import { normalMac } from '../../network/mac/scheme';
import { ClusterFacts } from '../cluster-facts';
import { addressesAtAGlance, networkConfig } from '../network-data';
import { Part } from '../part';
import { cloudInits, NETWORK_DATA, SECRET_KEYS, secretText, Text, textOf } from '../rules/cloud-init';
import { attachmentOf, isTranslated, TRANSLATED } from '../sharing';

/** Rules on addresses that two guests must not share. */
export const ADDRESS_RULES: readonly AcrossRule[] = [
  {
    id: 'R-3',
    severity: 'error',
    phase: 'runtime',
    title: 'One MAC address twice on one L2 network; a warning on two networks, and nothing behind NAT',
    * check(set, facts) {
      const registry = new MacRegistry();
      for (const guest of set.guests) {
        for (const nic of guest.view.interfaces) {
          const mac = normalMac(nic.text('macAddress') ?? '');
          const name = nic.text('name');
          if (!mac || name === undefined) continue;
          const owner = String(guest.index);
          const hidden = isTranslated(guest.view.template.value, name);
          const claim = { mac, l2: l2Domain(guest, name, facts), owner, nic: name, pair: owner, hidden };
          const conflict = registry.conflict(claim);
          if (conflict?.severity !== 'error') registry.claim(claim);
          if (!conflict) continue;
          const { severity, with: { nic: taken, owner: earlier, l2 } } = conflict;
          const other = Number(earlier);
          yield {
            index: guest.index,
            other,
            severity,
            path: `${nic.path}.macAddress`,
            message: `${mac} is the address of NIC "${taken}" of ${set.nameOf(other)} too, ${severity === 'error' ? `both on ${l2}` : `there on ${l2}`}`,
            remedy: severity === 'error' ? 'give one of them another address' : 'fine if the two networks never meet',
          };
        }
      }
    },
  },
  {
    id: 'R-110',
    severity: 'error',
    phase: 'runtime',
    title: 'A static address is given to one guest on a network',
    * check(set, facts) {
      const taken = new Map<string, number>();
      for (const { guest, part, text } of sharedNetworkData(set)) {
        for (const { nic, addresses } of nicsOf(guest, text)) {
          if (nic.which(TRANSLATED).length > 0) continue;
          const l2 = l2Domain(guest, nic.text('name') ?? '', facts);
          for (const address of addresses) {
            const key = `${address} on ${l2}`;
            const other = taken.get(key);
            if (other === undefined) taken.set(key, guest.index);
            if (other === undefined || other === guest.index) continue;
            yield {
              index: guest.index, other, path: part.path, message: `${address} is an address of ${set.nameOf(other)} too, both on ${l2}`, remedy: 'give each NIC an address of its own',
            };
          }
        }
      }
    },
  },
];

/** The broadcast domain of a NIC. */
function l2Domain({ view, namespace }: Guest, nic: string, { l2Domains }: ClusterFacts): string {
  const attachment = attachmentOf(view.template.value, nic, namespace);
  return attachment === undefined ? 'the pod network' : l2Domains?.get(attachment) ?? `network ${attachment.replace(/^\//, '')}`;
}

interface GuestText extends Text { readonly guest: Guest }

/** Network data in which there is an address that other network data has, too: only these are worth reading. */
function sharedNetworkData(set: ManifestSet): GuestText[] {
  const texts = set.guests.flatMap((guest) => networkData(guest, set)
    .map(({ part, text }) => ({ guest, part, text, addresses: addressesAtAGlance(text) })));
  const seen = new Map<string, number>();
  const shared = new Set<string>();
  for (const { guest, addresses } of texts) {
    for (const address of addresses) {
      const earlier = seen.get(address);
      if (earlier === undefined) seen.set(address, guest.index);
      else if (earlier !== guest.index) shared.add(address);
    }
  }
  return shared.size === 0 ? [] : texts.filter(({ addresses }) => addresses.some((address) => shared.has(address)));
}

/** Network data that stands in a guest, or in a Secret that is given as well. */
function networkData({ view, namespace }: Guest, set: ManifestSet): Text[] {
  return cloudInits(view).flatMap((source) => {
    const secret = source.at('networkDataSecretRef').text('name');
    if (secret === undefined) return textOf(source, NETWORK_DATA);
    const index = set.find('Secret', `${namespace}/${secret}`);
    return index === undefined ? [] : secretText(new Part(set.manifests[index], ''), SECRET_KEYS.networkDataSecretRef)
      .map(({ text }) => ({ part: source.at('networkDataSecretRef'), text }));
  });
}

/** Which NICs of a guest get which addresses. What is found by the name that the guest gives it can be any, if there are several. */
function nicsOf({ view: { interfaces } }: Guest, text: string): { nic: Part; addresses: readonly string[] }[] {
  const config = networkConfig(text);
  return config.flatMap(({ mac, addresses }) => {
    const byMac = mac && interfaces.find((nic) => normalMac(nic.text('macAddress') ?? '') === mac);
    const nic = byMac || (interfaces.length === 1 && config.length === 1 ? interfaces[0] : undefined);
    return nic ? [{ nic, addresses }] : [];
  });
}
