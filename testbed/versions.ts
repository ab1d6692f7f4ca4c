/** What a bed is made of. Each is a Go module at its version; kwok, Helm and the CRDs have theirs in `go/<name>/go.mod`. */
export const KUBERNETES = '1.35.4';

/** The KubeVirt that a bed runs unless told otherwise: `npm run testbed -- --kubevirt 1.8.0,1.8.4`. */
export const KUBEVIRT = '1.8.4';

/** An older one, from which clusters come: its webhooks fill in less, and write what newer ones don't. */
export const OLDER_KUBEVIRT = '1.6.0';

/** The one that an upgrade begins with. */
export const UPGRADED_KUBEVIRT = '1.8.0';

/** The KubeVirt versions that are known to build and run. 1.9.0 does not: two modules that it needs are not published. */
export const KUBEVIRT_VERSIONS = ['1.6.0', '1.7.0', '1.8.0', '1.8.4'];

/** The CRDs of KubeVirt's neighbours that a bed can begin with. */
export const NEIGHBOURS = ['cdi', 'multus', 'snapshot'];
