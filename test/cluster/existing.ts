import { testsForAnyCluster } from './support/any-cluster';

/*
 * `npm run test:cluster -- --existing`: what can be shown in the cluster of KUBECONFIG, with the helm and kubectl of the PATH. Without it,
 * capabilities.test.ts has the same tests in its bed, so jest does not know this file as one of tests. run.ts chooses the namespace,
 * and removes it.
 */
testsForAnyCluster(process.env.TEST_EXISTING!, () => ({ kubeconfig: process.env.KUBECONFIG!, helm: ['helm'], kubectl: ['kubectl'] }));
