import { ContentType, PartType } from '../content/content-type.js';
import { one, owned, relate } from '../content/relation.js';
import { organisation } from '../organisations/organisation.content.js';
import { Disclaimer, FundingProgramme, FundingProgrammeText } from './funding-programme.entity.js';
import { FundingProgrammeInput, FundingProgrammeTranslationInput } from './sponsorship.input.js';
import { DisclaimerType, FundingProgrammeType } from './sponsorship.type.js';

export const disclaimer = new PartType({ name: 'Disclaimer', entity: Disclaimer, type: DisclaimerType });

export const fundingProgramme = new ContentType({
  name: 'FundingProgramme',
  folder: 'funding-programmes',
  entity: FundingProgramme,
  text: FundingProgrammeText,
  type: FundingProgrammeType,
  input: FundingProgrammeInput,
  translationInput: FundingProgrammeTranslationInput,
  defaults: { isDisclaimerMandatory: true },
});

relate(fundingProgramme, {
  administeredBy: one(() => organisation, { key: 'administeredById', description: 'Who administers it.' }),
  disclaimers: owned(() => disclaimer, {
    key: 'programmeId',
    description: 'Every approved wording, former ones included.',
  }),
});
