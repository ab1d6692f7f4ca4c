import { Distribution, VmoClusterProfileProps } from '../../src';

/** A platform on each distribution, with all that the distribution has a say in. */
export const ON_DISTRIBUTIONS: Readonly<Record<string, Partial<VmoClusterProfileProps>>> = Object.fromEntries(
  Object.values(Distribution).map((distribution) => [
    `on ${distribution}`,
    { distribution, cniPlugins: {}, bridgeMarker: {}, kubemacpool: {}, vlanFiltering: { allowedVlans: ['10', '20-25'] } },
  ]),
);
