import { CdiOptions } from './cdi-options';
import { cdiFindings, cdiSpec } from './cdi-spec';
import { Component, PlatformRelease } from './component';
import { hookValues } from './hook-values';
import { Image, imageReference, pullSecrets } from './image';
import { UninstallStrategy } from './kubevirt-lifecycle';
import { CDI_NAMESPACE } from './namespaces';
import { PodSecurityLevel } from './pod-security';
import { VmoClusterProfileProps } from './props';
import { crdValues, strategyFindings, strategyOf } from './removal-policy';
import { set } from '../kubevirt/maps';

/**
 * Where DataVolumes come from: CDI imports images into disks, takes uploads and clones. A cluster has only one, so where other software has brought it
 * (OpenShift Virtualization, Harvester), take `existing()`.
 *
 * @see https://github.com/kubevirt/containerized-data-importer
 */
export class Cdi {
  /** Install it. */
  public static install(options: CdiOptions = {}): Cdi {
    return new Cdi('install', options);
  }

  /** The cluster has it. */
  public static existing(): Cdi {
    return new Cdi('existing', {});
  }

  /** No DataVolumes on this cluster: VMs boot from container disks and from claims that exist. */
  public static none(): Cdi {
    return new Cdi('none', {});
  }

  private constructor(
    /** @internal */ public readonly _mode: 'install' | 'existing' | 'none',
    /** @internal */ public readonly _options: CdiOptions,
  ) {}
}

/** The version that is installed. */
export const CDI_VERSION = '1.66.0';

/** The images of that version. */
export const CDI_IMAGES = {
  operator: image('operator', '45964f62a027e09463c8dd48a2cbaf063c0afe771edb18e505f4461d0915984c'),
  controller: image('controller', '6541d5b148731bd895bf7b3c1702745a91e5d28d7f84d9a24bf12cf9ddf73e97'),
  importer: image('importer', 'a8bcb878c82012e1a2dd1bbeda473e00a68a2ad2aa510ea86ec45c7bc53e0564'),
  cloner: image('cloner', 'f827669046899a22e2c22d284b4e2d2be7c4fe84718a79446bb3b5376a01a963'),
  apiserver: image('apiserver', 'b91ab8a39fac74f9035c9ebbe2da6f8499073215180b5fc47c924a5c14e57d37'),
  uploadServer: image('uploadserver', '3b425f6f2fa85a24c048f4681ad17a5b3cc083f3674df7b918087d2e0816ac1b'),
  uploadProxy: image('uploadproxy', 'e7a56580955dee3f35133365630ac45009428101f3de003e227bfdf61d32d9b0'),
};

function image(name: string, digest: string): Image {
  return { repository: `quay.io/kubevirt/cdi-${name}`, tag: `v${CDI_VERSION}`, digest: `sha256:${digest}` };
}

/** Values of the cdi-operator chart. */
function operatorValues({ operator = {}, imagePullPolicy }: CdiOptions, props: VmoClusterProfileProps): object {
  const { operator: own, ...installed } = CDI_IMAGES;
  const { replicas, logVerbosity, monitoringNamespace, networkPolicy, ...pods } = operator;
  return {
    version: CDI_VERSION,
    ...crdValues(props),
    image: imageReference(own, props),
    images: Object.fromEntries(Object.entries(installed).map(([name, one]) => [name, imageReference(one, props)])),
    ...set({
      ...pods,
      imagePullPolicy,
      imagePullSecrets: pullSecrets(props.imagePullSecrets),
      replicas,
      verbosity: logVerbosity,
      monitoringNamespace,
      networkPolicy: networkPolicy === undefined ? undefined : { enabled: networkPolicy },
    }),
  };
}

/** Values of the cdi chart. */
function cdiValues(options: CdiOptions, props: VmoClusterProfileProps): object {
  const spec = cdiSpec(options, props);
  return {
    version: CDI_VERSION,
    spec,
    refuseRemovalWhileDataVolumesExist: spec.uninstallStrategy === UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST,
    hooks: hookValues({ ...props, timeout: timeout(options) }),
  };
}

/** Seconds the CDI releases may take. */
function timeout(options: CdiOptions): number {
  return options.timeout ?? 600;
}

/** CDI: the operator, and what it is told. */
export function cdi(props: VmoClusterProfileProps): Component {
  const { cdi: chosen = Cdi.install() } = props;
  const options: CdiOptions = { ...strategyOf(props), ...set({ ...chosen._options }) };
  const releases = (): PlatformRelease[] => [
    {
      id: 'CdiOperator',
      name: 'vmo-cdi-operator',
      namespace: CDI_NAMESPACE,
      chart: 'cdi-operator',
      values: operatorValues(options, props),
      timeout: timeout(options),
    },
    {
      id: 'Cdi',
      // Clones are made by snapshots, and go with CDI.
      after: ['TrustedCa', 'CdiOperator', 'SnapshotCrds', 'SnapshotController', 'VolumeSnapshotClasses'],
      name: 'vmo-cdi',
      namespace: CDI_NAMESPACE,
      chart: 'cdi',
      values: cdiValues(options, props),
      timeout: timeout(options),
    },
  ];
  return {
    findings: () => [...cdiFindings(options, props), ...strategyFindings('cdi', options, props)],
    // All pods that CDI has here are written for it. Those that fill disks run in the namespace of the disk, and are so, too.
    namespaces: () => chosen._mode === 'install' ? [{ name: CDI_NAMESPACE, podSecurity: PodSecurityLevel.RESTRICTED }] : [],
    releases: () => chosen._mode === 'install' ? releases() : [],
  };
}
