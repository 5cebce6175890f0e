/** Flags for the shares of a profile's conditions, of `estimate` and `measure`. */
import * as Flags from '@oclif/core/flags';

export const WORKLOAD = 'WORKLOAD';

const share = (description: string) => Flags.string({ helpValue: 'SHARE', description, helpGroup: WORKLOAD });

export const shareFlags = {
  'cost-share': share('share of requests that cost something, such as 0.9 or 90%'),
  'long-context-share': share('share of requests recorded as ones with a long context'),
  'cache-share': share('share of requests that read or wrote cached tokens'),
  share: Flags.string({
    helpValue: 'CONDITION=SHARE',
    description: 'share of requests for which another condition of the profile holds; may be given more than once',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: WORKLOAD,
  }),
};
