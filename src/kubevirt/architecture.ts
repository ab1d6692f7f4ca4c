/** Processor architecture of the guest. */
export enum Architecture {
  AMD64 = 'amd64',
  ARM64 = 'arm64',
  S390X = 's390x',
}
