import { Unique } from 'typeorm';
import { Content, Part } from '../content/model/content.entity.js';
import { day, flag, integer, line, locale, text, url } from '../content/model/fields.js';
import { content, contentType, part, partType } from '../content/model/model.js';
import { owner, parts, reference } from '../content/model/references.js';
import { onlyOnce, rules } from '../content/model/rules.js';
import { Organisation } from '../organisations/organisation.js';

@part('A wording to be shown exactly as it is, in the language it was approved in; never translated.')
@Unique(['programmeId', 'version', 'locale'])
export class Disclaimer extends Part {
  @owner(() => FundingProgramme, { isOrdered: false }) programmeId!: string;
  @integer('Its version, from 1.', { min: 1, isRequired: true }) version!: number;
  @locale('The language of the wording.', { isRequired: true }) locale!: string;
  @line('The wording, exactly as approved.', { min: 1, max: 5_000, isRequired: true }) text!: string;
  @day('The day from which it has to be used.', { isRequired: true }) effectiveFrom!: string;
}

@content({
  one: 'fundingProgramme',
  many: 'fundingProgrammes',
  noun: 'a funding programme',
  description: 'A public programme that pays for projects.',
})
export class FundingProgramme extends Content {
  @text('Its name.', { min: 1, max: 300 }) name?: string | null;
  @text('The fund it belongs to.', { max: 300 }) fund?: string | null;
  @reference(() => Organisation, 'Who administers it.') administeredById!: string | null;
  @url('Its website.') url!: string | null;
  @flag('Whether whatever it funds must be presented with its disclaimer.', {
    default: true,
    hint: 'yes when absent.',
  })
  isDisclaimerMandatory!: boolean;
  @parts(() => Disclaimer, 'Every approved wording, former ones included.', { key: 'programmeId' })
  disclaimers?: Disclaimer[];
}

export const disclaimer = partType(Disclaimer, {
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

export const fundingProgramme = contentType(FundingProgramme, { searchable: { names: ['name'] } });
