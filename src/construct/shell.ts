import { Token } from 'cdktf';

/** An argument as a shell takes it; what it would expand, as a leading tilde, stays free. What is only known at apply stays as it is. */
export function quoted(text: string): string {
  return Token.isUnresolved(text) || /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
