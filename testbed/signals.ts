/** Resolves when this process is told to end: by a signal, or because the process that started it is gone. */
export function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) resolve(); }, 500).unref();
  });
}
