import { ContentType, PartType } from '../content/content-type.js';
import { one, owned, relate } from '../content/relation.js';
import { onlyOnce, rules } from '../content/writing/rules.js';
import { organisation } from '../organisations/organisation.js';
import { Disclaimer, FundingProgramme, FundingProgrammeText } from './funding-programme.entity.js';
import { FundingProgrammeInput, FundingProgrammeTranslationInput } from './sponsorship.input.js';
import { DisclaimerType, FundingProgrammeType } from './sponsorship.type.js';

export const disclaimer = new PartType({
  name: 'Disclaimer',
  entity: Disclaimer,
  type: DisclaimerType,
  standIn: ['version'],
  ...rules(
    onlyOnce(['version', 'locale'], {
      constraint: 'disclaimer_programme_id_version_locale_key',
      path: ['locale'],
      sentence: {
        en: 'This version has a wording in this language already.',
        'zh-Hant': '此版本已有該語言的文本。',
      },
    }),
  ),
});

export const fundingProgramme = new ContentType({
  name: 'FundingProgramme',
  folder: 'funding-programmes',
  entity: FundingProgramme,
  text: FundingProgrammeText,
  type: FundingProgrammeType,
  input: FundingProgrammeInput,
  translationInput: FundingProgrammeTranslationInput,
  defaults: { isDisclaimerMandatory: true },
  searchable: { names: ['name'] },
});

relate(fundingProgramme, {
  administeredBy: one(() => organisation, { key: 'administeredById', description: 'Who administers it.' }),
  disclaimers: owned(() => disclaimer, {
    key: 'programmeId',
    description: 'Every approved wording, former ones included.',
  }),
});
