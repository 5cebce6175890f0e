import type { EntityNames } from '../../../recording.js';

/** Models of Bedrock lose region, vendor and version. Others lose their version, and `latest`. */
function modelName(model: string): string {
  if (model === '') return 'unknown';
  if (model.includes('.anthropic.') || model.includes('.claude'))
    return model
      .replace(/^[a-z0-9-]+\./, '')
      .replace('anthropic.', '')
      .replace(/-v\d+:\d+$/, '');
  return model.replace(/-v\d+:\d+$|:latest$/, '');
}

/** As keys, fields and members name them. Lists and events have the model as it was asked for. */
export const names: EntityNames = {
  'api-key': ({ apiKey }) => apiKey,
  account: ({ account }) => account,
  model: ({ model }) => modelName(model),
  // Of requests in detail.
  id: ({ detailId }) => detailId,
};
