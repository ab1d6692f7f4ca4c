import { CloudInit, CloudInitDataSource, CloudInitSource } from './cloud-init';
import { cdromTarget, diskTarget } from './disk';
import { Ignition } from './ignition';
import { networkConfig } from './network-config';
import { set, VmInput, VmPart } from './part';
import { Sysprep } from './sysprep';
import { TextCodec } from './text';
import { CLOUD_INIT_INLINE_BYTES } from '../kubevirt/limits';

/** What the guest does at first boot. */
export interface FirstBootOptions {
  /**
   * For Linux, and for Windows with Cloudbase-Init.
   * @default - nothing, or what static addresses need
   */
  readonly cloudInit?: CloudInit;
  /**
   * For Fedora CoreOS and Flatcar, instead of `cloudInit`.
   * @default - none
   */
  readonly ignition?: Ignition;
  /**
   * For Windows.
   * @default - none
   */
  readonly sysprep?: Sysprep;
}

/** What is read at first boot: a volume each, and the Secret with what is long, secret or not known at synth. */
export function firstBootParts(input: VmInput): VmPart[] {
  const { cloudInit, ignition, sysprep } = input;
  const { networkSecret, networkData } = cloudInit?._source ?? {};
  const networkdata = networkSecret || ignition ? undefined : networkData ?? networkConfig(input);
  return [
    ...(cloudInit || networkdata !== undefined ? [userDataPart(input, 'cloudInit', 'cloud-init', cloudInit ?? NOTHING, networkdata)] : []),
    ...(ignition ? [userDataPart(input, 'ignition', 'ignition', ignition)] : []),
    ...(sysprep ? [sysprepPart(input, sysprep)] : []),
  ];
}

/** KubeVirt wants user data beside network data. */
const NOTHING = CloudInit.raw('#cloud-config\n{}\n');

function userDataPart(input: VmInput, prop: string, name: string, from: CloudInit | Ignition, networkdata?: string): VmPart {
  const { codec } = input;
  const { secret: userSecret, networkSecret, dataSource = CloudInitDataSource.CONFIG_DRIVE }: Partial<CloudInitSource> = from._source;
  const userdata = from._userData(input);
  const apart = from._isSecret || [userdata, networkdata].some((text) => text !== undefined && !fitsInline(text, codec));
  const secret = `${input.name}-${name}`;
  const text = apart
    ? { secretRef: { name: userSecret ?? secret }, networkDataSecretRef: networkdata === undefined ? undefined : { name: secret } }
    : { userData: userdata, secretRef: userSecret === undefined ? undefined : { name: userSecret }, networkData: networkdata };
  return {
    prop,
    devices: { disks: [{ name, disk: diskTarget(input) }] },
    pod: {
      volumes: [{ name, [`cloudInit${dataSource}`]: set({ ...text, ...(networkSecret && { networkDataSecretRef: { name: networkSecret } }) }) }],
    },
    companions: apart ? [textSecret(secret, input, { userdata, networkdata })] : [],
  };
}

function sysprepPart(input: VmInput, { _source: { answerFile, volume } }: Sysprep): VmPart {
  const name = `${input.name}-sysprep`;
  return {
    prop: 'sysprep',
    devices: { disks: [{ name: 'sysprep', cdrom: cdromTarget(input) }] },
    pod: { volumes: [{ name: 'sysprep', sysprep: volume ?? { secret: { name } } }] },
    companions: answerFile === undefined ? [] : [textSecret(name, input, { 'autounattend.xml': answerFile, 'unattend.xml': answerFile })],
  };
}

function fitsInline(text: string, codec: TextCodec): boolean {
  return codec.isLiteral(text) && Buffer.byteLength(text) <= CLOUD_INIT_INLINE_BYTES;
}

/** A Secret with texts that the guest reads. */
function textSecret(name: string, { namespace, codec }: VmInput, texts: Record<string, string | undefined>): object {
  const data = Object.entries(texts).flatMap(([key, text]) => text === undefined ? [] : [[key, codec.base64(text)]]);
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', data: Object.fromEntries(data) };
}
