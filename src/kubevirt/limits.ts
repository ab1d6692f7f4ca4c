/** The most bytes of user data or network data that KubeVirt takes inside a VM; longer texts go to a Secret. */
export const CLOUD_INIT_INLINE_BYTES = 2048;
