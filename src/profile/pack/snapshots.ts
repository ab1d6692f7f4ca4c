import { dropped, imageKeys, MAP, oneOf, PackPart, PackValues, partOf, Says, TEXT_MAP, texts, TEXTS, to, unlessEmpty } from './key';
import { set } from '../../kubevirt/maps';
import { SnapshotController, VolumeSnapshotClassOptions } from '../snapshot-controller';

const CHART = 'snapshot-controller';
const CLASS = `${CHART}.volumeSnapshotClass`;
const VELERO = 'velero.io/csi-volumesnapshot-class';
const WEBHOOK_GONE = 'the snapshot controller has no webhook since 8.2: the CRDs check what it checked';

/** VolumeSnapshots and their class. */
export const SNAPSHOTS: PackPart = {
  // The class may be there without the controller.
  switches: [
    ...['replicas', 'image', 'extraArgs', 'webhook'].map((name) => ({ key: `${CHART}.enabled`, of: `${CHART}.${name}`, default: true })),
    { key: `${CLASS}.create`, of: CLASS, default: false },
  ],
  keys: [
    partOf(`${CHART}.enabled`, true, 'snapshotController'),
    to(`${CHART}.replicas`, 1, 'snapshotController.replicas'),
    ...imageKeys(`${CHART}.image`, 'registry.k8s.io/sig-storage/snapshot-controller', 'v8.1.0'),
    to(`${CHART}.extraArgs`, [], 'snapshotController.args', { kind: TEXTS, as: flags }),
    ...dropped(`${CHART}.webhook`, WEBHOOK_GONE, {
      'enabled': true,
      'image.repository': 'registry.k8s.io/sig-storage/snapshot-validation-webhook',
      'image.pullPolicy': 'IfNotPresent',
      'image.tag': 'v8.1.0',
      'validatingWebhook.failurePolicy': 'Fail',
      'validatingWebhook.timeoutSeconds': 2,
      'tls.issuerRef': {},
      'tls.certDuration': '8760h',
      'service.type': 'ClusterIP',
      'service.port': 443,
      'serviceAccount.create': true,
      'serviceAccount.annotations': {},
      'serviceAccount.name': '',
      'logVerbosityLevel': 2,
      'podAnnotations': {},
      'resources': {},
      'nodeSelector': {},
      'tolerations': [],
      'affinity': {},
      'nameOverride': '',
      'fullnameOverride': '',
    }),
    partOf(`${CLASS}.create`, false, 'volumeSnapshotClasses'),
    partOf(`${CLASS}.name`, 'default-snapshot-class', 'volumeSnapshotClasses[].name'),
    partOf(`${CLASS}.driver`, 'mydriver', 'volumeSnapshotClasses[].driver'),
    partOf(`${CLASS}.deletionPolicy`, '', 'volumeSnapshotClasses[].deletionPolicy', { kind: oneOf('Delete', 'Retain') }),
    partOf(`${CLASS}.params`, {}, 'volumeSnapshotClasses[].parameters', { kind: MAP }),
    partOf(`${CLASS}.extraLabels`, {}, 'volumeSnapshotClasses[].labels', { kind: TEXT_MAP }),
    ...dropped(CHART, 'releases wait for each other; nothing has to sleep', { hooksleepTime: 12 }),
    to('snapshotController.installCRDs', true, 'snapshotController.installCrds', { layout: '1.0' }),
  ],
  finish: (pack, draft) => {
    const { snapshotController } = draft.props;
    const isOn = pack.get(`${CHART}.enabled`);
    if (isOn === false) {
      pack.set('snapshotController', SnapshotController.existing(), `${CHART}.enabled`);
      pack.says(`${CHART}.enabled`).remark('this is taken to mean that the cluster has a snapshot controller already: SnapshotController.existing()',
        'where it has none, use SnapshotController.none(), and VMs cannot be snapshotted');
    } else if (snapshotController || isOn) {
      draft.props.snapshotController = SnapshotController.install(snapshotController);
    }
    if (pack.get(`${CLASS}.create`) === true) pack.set('volumeSnapshotClasses', [snapshotClass(pack)], CLASS);
  },
};

function snapshotClass(pack: PackValues): VolumeSnapshotClassOptions {
  const { [VELERO]: velero, ...labels } = pack.get(`${CLASS}.extraLabels`) ?? {};
  const given = pack.get(`${CLASS}.driver`);
  if (given === undefined || given === 'mydriver') {
    pack.says(`${CLASS}.driver`).mistake(`got ${given === undefined ? 'none' : '"mydriver", which is there to be replaced'}`, 'write the CSI driver of your StorageClass: kubectl get storageclass');
  }
  return {
    name: pack.get(`${CLASS}.name`) ?? 'default-snapshot-class',
    driver: given,
    ...set({
      deletionPolicy: unlessEmpty(pack.get(`${CLASS}.deletionPolicy`)),
      parameters: texts(pack.get(`${CLASS}.params`)),
      labels: unlessEmpty(velero === undefined || velero === 'true' ? labels : { ...labels, [VELERO]: velero }),
      velero: velero === 'true' || undefined,
    }),
  };
}

/** `--retry-interval-max=10m` as the chart has it: `retryIntervalMax: "10m"`. */
function flags(given: string[], says: Says): object | undefined {
  return unlessEmpty(Object.fromEntries(given.flatMap((flag, index) => {
    const [, name, value = 'true'] = /^--?([a-z][a-z-]*)(?:=(.*))?$/.exec(flag) ?? [];
    if (name === undefined) says.mistake(`got "${flag}", expected a flag`, 'write it like "--retry-interval-max=10m"', `[${index}]`);
    return name === undefined ? [] : [[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()), value]];
  })));
}
