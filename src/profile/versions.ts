import { Token } from 'cdktf';
import { KubevirtOptions } from './kubevirt-options';
import { kubevirtSpec } from './kubevirt-spec';
import { VmoClusterProfileProps } from './props';
import { Finding, show } from '../admission/finding';
import { literalFindings } from '../construct/prop-checks';
import { propFinding, propWarning } from '../construct/report';
import { GATES_OF } from '../kubevirt/capability';
import { enabledGates, GATES_ON_KUBERNETES } from '../kubevirt/feature-gates';
import {
  compareReleases, DEFAULT_KUBEVIRT_VERSION, faultsOf, isSameMinor, isTestedOn, knownOfMinor, KubevirtVersion, LAST_PATCHES, OLDEST_KUBERNETES,
  Release, releaseOf, runningRelease, TESTED_KUBERNETES, upgradePath,
} from '../kubevirt/version';

/** What is wrong with a KubeVirt version: this library knows the facts of few. One that `runs` already is not ours to choose. */
export function versionFindings(path: string, version: KubevirtVersion, runs = false): Finding[] {
  const supported = Object.values(KubevirtVersion);
  if (supported.includes(version)) return [];
  return [propFinding(path, `got "${version}", expected ${supported.join(' or ')}`, versionRemedy(version, runs))];
}

function versionRemedy(version: string, runs: boolean): string {
  const release = releaseOf(version);
  const known = release && knownOfMinor(release);
  const reasons = release ? faultsOf(release).map((fault) => `${release.join('.')} ${fault}; `).join('') : '';
  const newest = Object.values(KubevirtVersion).sort((one, other) => compareReleases(releaseOf(other)!, releaseOf(one)!))[0];
  if (known && known === release.join('.')) return `write ${nameOf(known)}`;
  if (known && runs) return `${reasons}write ${nameOf(known)}, whose checks are closest to it`;
  if (known) return `${reasons}use ${nameOf(known)}; where it must be ${release.join('.')}, say so beside it with unsupportedVersion: "${release.join('.')}"`;
  if (release && compareReleases(release, releaseOf(newest)!) > 0) {
    return `this release of the library does not know it: use ${nameOf(newest)}, or a newer release of cdktf-vmo`;
  }
  return `${reasons}use ${nameOf(DEFAULT_KUBEVIRT_VERSION)}`;
}

/** How a user writes a version. */
function nameOf(version: KubevirtVersion): string {
  const [name] = Object.entries(KubevirtVersion).find(([, value]) => value === version)!;
  return `KubevirtVersion.${name}`;
}

/** The release whose images run. */
export function installedRelease({ version = DEFAULT_KUBEVIRT_VERSION, unsupportedVersion }: KubevirtOptions): string {
  const release = releaseOf(unsupportedVersion);
  return release ? release.join('.') : version;
}

/** What is wrong with a release that takes the place of a version. */
export function unsupportedVersionFindings({ version = DEFAULT_KUBEVIRT_VERSION, unsupportedVersion }: KubevirtOptions): Finding[] {
  const path = 'kubevirt.unsupportedVersion';
  if (unsupportedVersion === undefined) return [];
  if (Token.isUnresolved(unsupportedVersion)) return literalFindings([[path, unsupportedVersion]], 'what is installed is decided by it');
  const release = releaseOf(unsupportedVersion);
  if (!release) return [propFinding(path, `got ${show(unsupportedVersion)}, expected a release of three numbers`, `write it like "${version}"`)];
  const known = knownOfMinor(release);
  if (known === release.join('.')) return [propFinding(path, `got "${unsupportedVersion}", which is supported`, `write version: ${nameOf(known)} in its place`)];
  if (!isSameMinor(release, releaseOf(version)!)) {
    return [propFinding(path, `got "${unsupportedVersion}" with version ${version}: what is known of one minor version does not hold for another`,
      known ? `write version: ${nameOf(known)} beside it` : `use a release of ${Object.values(KubevirtVersion).map((one) => one.replace(/\d+$/, 'x')).join(' or ')}`)];
  }
  const isNewer = compareReleases(release, releaseOf(version)!) > 0;
  const faults = faultsOf(release).map((fault) => `; ${release.join('.')} ${fault}`).join('');
  return [propWarning(path, `KubeVirt ${release.join('.')} gets CRD, rights and checks of ${version}, and its images are not pinned by digest${faults}`,
    isNewer ? 'read its release notes for what they do not know, and take this out when a release of cdktf-vmo supports it' : `take this out to run ${version}`)];
}

/** What is wrong with the way from the release that runs to the one that is to be installed. */
export function upgradeFindings(options: KubevirtOptions): Finding[] {
  const { previousVersion } = options;
  const path = 'kubevirt.previousVersion';
  if (previousVersion === undefined) return [];
  if (Token.isUnresolved(previousVersion)) return literalFindings([[path, previousVersion]], 'the feature gates of an upgrade are decided by it');
  const from = runningRelease(previousVersion);
  const ask = "kubectl get kubevirt -A -o jsonpath='{..observedKubeVirtVersion}'";
  if (!from) return [propFinding(path, `got ${show(previousVersion)}, expected a release of three numbers`, `write what the cluster says: ${ask}`)];
  const to = releaseOf(installedRelease(options))!;
  if (compareReleases(from, to) > 0) {
    return [propFinding(path, `KubeVirt ${from.join('.')} does not go back to ${to.join('.')}`,
      knownOfMinor(from) && !isSameMinor(from, to) ? `write version: ${nameOf(knownOfMinor(from)!)}` : `install ${from.join('.')} or a newer release of it`)];
  }
  const steps = upgradePath(from, to);
  if (steps.length > 1) {
    return [propFinding(path, `from KubeVirt ${from.join('.')} to ${to.join('.')} is more than one minor version, and only one at a time is safe`,
      `upgrade by way of ${steps.slice(0, -1).join(', then ')}, then ${steps[steps.length - 1]}`)];
  }
  return faultsOf(from).filter(() => !isSameMinor(from, to)).map((fault) => propWarning(path, `KubeVirt ${from.join('.')} ${fault}`, beforeRemedy(from)));
}

/** What to do before an upgrade from a release with faults. */
function beforeRemedy(from: Release): string {
  const last = LAST_PATCHES[from[1]];
  return last && faultsOf(releaseOf(last)!).length === 0 && last !== from.join('.')
    ? `go to ${last} first`
    : 'restart the VMs that cannot be migrated, before or after the upgrade';
}

const KUBERNETES = /^v?(\d+)\.(\d+)(?:\+|\.\d+.*)?$/;

/** What is wrong with the version of Kubernetes. */
export function kubernetesFindings({ kubernetesVersion, kubevirt = {} }: VmoClusterProfileProps): Finding[] {
  const path = 'kubernetesVersion';
  if (kubernetesVersion === undefined || Token.isUnresolved(kubernetesVersion)) return [];
  const [, major, minorText] = KUBERNETES.exec(kubernetesVersion) ?? [];
  if (major !== '1') return [propFinding(path, `got ${show(kubernetesVersion)}, expected a version of Kubernetes`, 'write it like "1.35" or "v1.35.4"')];
  const minor = Number(minorText);
  const { version = DEFAULT_KUBEVIRT_VERSION } = kubevirt;
  if (versionFindings('', version).length > 0) return [];
  const { oldest, newest } = TESTED_KUBERNETES[version];
  if (minor < OLDEST_KUBERNETES) {
    return [propFinding(path, `got "${kubernetesVersion}"; the platform needs Kubernetes 1.${OLDEST_KUBERNETES}: of an older one its guard against removal of KubeVirt would be refused`,
      `upgrade Kubernetes, best to 1.${oldest} to 1.${newest}`)];
  }
  const tested = isTestedOn(version, minor) ? [] : [
    propWarning(path, `got "${kubernetesVersion}"; KubeVirt ${version} is tested with Kubernetes 1.${oldest} to 1.${newest}`, testedRemedy(minor, version)),
  ];
  return [...tested, ...gatesOnKubernetes(minor, kubevirt)];
}

function testedRemedy(minor: number, version: KubevirtVersion): string {
  const other = Object.values(KubevirtVersion).find((one) => isTestedOn(one, minor));
  if (other) return `use ${nameOf(other)}, which is`;
  return minor < TESTED_KUBERNETES[version].oldest ? 'upgrade Kubernetes' : 'try it where nothing depends on it, or wait with the upgrade of Kubernetes';
}

/** What turns a feature gate off. What asks for it has to go first, as the two contradict each other. */
function offRemedy(gate: string, { featureGates = [], capabilities = [] }: KubevirtOptions): string {
  const capability = capabilities.find((one) => GATES_OF[one].includes(gate));
  if (featureGates.includes(gate)) return 'take it out of kubevirt.featureGates';
  return `${capability ? `take "${capability}" out of kubevirt.capabilities, and ` : ''}write kubevirt.disabledFeatureGates: ["${gate}"]`;
}

function gatesOnKubernetes(minor: number, options: KubevirtOptions): Finding[] {
  const { developerConfiguration: { featureGates = [], disabledFeatureGates = [] } = {} as any } = kubevirtSpec(options).configuration ?? {};
  const on = enabledGates(options.version ?? DEFAULT_KUBEVIRT_VERSION, { featureGates, disabledFeatureGates });
  const tooNew = Object.entries(GATES_ON_KUBERNETES).filter(([gate, { since }]) => on.has(gate) && minor < since);
  return tooNew.map(([gate, { since, byHand, otherwise }]) => {
    const message = `KubeVirt's feature gate ${gate} is on, and needs Kubernetes 1.${since}, not 1.${minor}: ${otherwise}`;
    const off = offRemedy(gate, options);
    return byHand !== undefined && minor >= byHand
      ? propWarning('kubernetesVersion', message, `turn on the feature gate ${gate} of Kubernetes, or ${off}`)
      : propFinding('kubernetesVersion', message, `${off}, or upgrade Kubernetes`);
  });
}
