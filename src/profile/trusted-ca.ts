import { X509Certificate } from 'crypto';
import { Token } from 'cdktf';
import { Component } from './component';
import { CDI_NAMESPACE, SYSTEM_NAMESPACE } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { Finding, show } from '../admission/finding';
import { objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding, propWarning } from '../construct/report';

/**
 * CAs of your own that signed the certificates of image servers, registries, or of a proxy that opens TLS. CDI's importers trust them besides
 * the public ones.
 */
export class TrustedCa {
  /** CAs in a ConfigMap of the namespace `cdi` that is there already. Importers read each of its keys. */
  public static configMap(name: string): TrustedCa {
    return new TrustedCa(name);
  }

  /** CAs as text: one or more certificates in PEM, one below the other. They are made a ConfigMap, before they are used. */
  public static pem(certificates: string): TrustedCa {
    return new TrustedCa('vmo-trusted-ca', certificates);
  }

  private constructor(/** @internal */ public readonly _configMapName: string, /** @internal */ public readonly _pem?: string) {}
}

/** What is wrong with the CAs. No text is repeated, for it could be a key. */
function trustedCaFindings({ trustedCa: given, cdi }: VmoClusterProfileProps): Finding[] {
  if (given === undefined) return [];
  if (cdi !== undefined && cdi._mode !== 'install') {
    return [propFinding('trustedCa', 'got CAs for CDI, which is not installed here', 'name them in importProxy.trustedCAProxy of its resource, and leave them out here')];
  }
  if (!(given instanceof TrustedCa)) return [propFinding('trustedCa', `got ${typeof given === 'string' ? 'text alone' : show(given)}`, 'write TrustedCa.pem("…") or TrustedCa.configMap("…")')];
  const { _pem: pem, _configMapName: name } = given;
  return pem === undefined ? objectNameFindings('trustedCa', name, 'company-ca') : pemFindings('trustedCa', pem);
}

const REMEDY = 'give the text of a file with -----BEGIN CERTIFICATE----- in it';

function pemFindings(path: string, pem: unknown): Finding[] {
  if (Token.isUnresolved(pem)) return [];
  if (typeof pem !== 'string') return shapeFindings(path, pem, false, 'text in PEM');
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g)];
  if (/PRIVATE KEY/.test(pem)) return [propFinding(path, 'got a private key, which is for nobody to read', `take it out, and ${REMEDY}`)];
  if (blocks.length === 0) return [propFinding(path, 'got text without a certificate in PEM', REMEDY)];
  return blocks.flatMap(([block, label], index): Finding[] => {
    const which = blocks.length === 1 ? '' : ` as number ${index + 1}`;
    if (label !== 'CERTIFICATE') return [propFinding(path, `got a ${label}${which}, expected certificates alone`, REMEDY)];
    const certificate = certificateOf(block);
    if (!certificate) return [propFinding(path, `got a certificate${which} that cannot be read`, 'copy it once more from its file, with all lines')];
    return certificate.ca ? [] : [propWarning(path,
      `got a certificate${which} that is not a CA's (${show(certificate.subject.replace(/\n/g, ', '))}): only what has that very certificate is trusted`,
      'give the certificate of the CA that signed it')];
  });
}

function certificateOf(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}

/** The ConfigMap with the platform's own CAs, where they are given as text. */
export function trustedCa(props: VmoClusterProfileProps): Component {
  const { trustedCa: given } = props;
  return {
    findings: () => trustedCaFindings(props),
    releases: () => given?._pem === undefined ? [] : [{
      id: 'TrustedCa',
      name: 'vmo-trusted-ca',
      namespace: SYSTEM_NAMESPACE,
      chart: 'vmo-manifests',
      values: {
        objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: given._configMapName, namespace: CDI_NAMESPACE }, data: { 'ca.pem': given._pem } }],
      },
    }],
  };
}
