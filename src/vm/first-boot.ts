import { CloudInit } from './cloud-init';
import { diskTarget } from './disk';
import { networkConfig } from './network-config';
import { set, VmInput, VmPart } from './part';
import { TextCodec } from './text';
import { CLOUD_INIT_INLINE_BYTES } from '../kubevirt/limits';

/** The cloud-init volume, and the Secret it reads from where the text is long or not known at synth. */
export function firstBootParts(input: VmInput): VmPart[] {
  const { cloudInit, codec, name } = input;
  const source = cloudInit?._source;
  const networkdata = source?.networkSecret ? undefined : networkConfig(input);
  if (!cloudInit && networkdata === undefined) return [];
  const userdata = (cloudInit ?? CloudInit.raw('#cloud-config\n{}\n'))._userData(codec);
  const apart = [userdata, networkdata].some((text) => text !== undefined && !fitsInline(text, codec));
  const secret = `${name}-cloud-init`;
  const text = apart
    ? { secretRef: { name: source?.secret ?? secret }, networkDataSecretRef: networkdata === undefined ? undefined : { name: secret } }
    : { userData: userdata, secretRef: source?.secret === undefined ? undefined : { name: source.secret }, networkData: networkdata };
  return [{
    prop: 'cloudInit',
    devices: { disks: [{ name: 'cloud-init', disk: diskTarget(input) }] },
    pod: {
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: set({ ...text, ...(source?.networkSecret && { networkDataSecretRef: { name: source.networkSecret } }) }),
      }],
    },
    companions: apart ? [textSecret(secret, input, { userdata, networkdata })] : [],
  }];
}

function fitsInline(text: string, codec: TextCodec): boolean {
  return codec.isLiteral(text) && Buffer.byteLength(text) <= CLOUD_INIT_INLINE_BYTES;
}

/** A Secret with texts that the guest reads. */
function textSecret(name: string, { namespace, codec }: VmInput, texts: Record<string, string | undefined>): object {
  const data = Object.entries(texts).flatMap(([key, text]) => text === undefined ? [] : [[key, codec.base64(text)]]);
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', data: Object.fromEntries(data) };
}
