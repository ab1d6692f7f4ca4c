import { VmRule } from '../rule';
export const VM_RULES: VmRule[] = [];
