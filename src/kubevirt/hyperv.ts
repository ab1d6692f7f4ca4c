/** What each Hyper-V feature cannot be without. What another one asks for comes after it. */
export const HYPERV_REQUIRES = [
  ['synictimer', 'synic'], ['synic', 'vpindex'], ['tlbflush', 'vpindex'], ['ipi', 'vpindex'], ['evmcs', 'vapic'],
] as const;
