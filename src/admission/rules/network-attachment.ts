import { Rule } from '../rule';
import { Part } from '../vm-view';
export const NETWORK_RULES: Rule<Part>[] = [];
