/** What every verb says about the application, its release and its clock. */
import {
  applicationText,
  applicationsText,
  clockText,
  comparedText,
  estimatedText,
  NO_APPLICATION,
  upgradedText,
} from '../../../recognise/words.js';

export const recognise = {
  none: NO_APPLICATION,
  application: applicationText,
  applications: applicationsText,
  compared: comparedText,
  estimated: estimatedText,
  upgraded: upgradedText,
  clock: clockText,
};

export type RecogniseMessages = typeof recognise;
