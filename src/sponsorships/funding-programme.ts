import { Unique } from 'typeorm';
import { Content, Part } from '../content/model/content.entity.js';
import { day, flag, integer, line, locale, text, url } from '../content/model/fields.js';
import { content, contentType, part, partType } from '../content/model/model.js';
import { owner, parts, reference } from '../content/model/references.js';
import { onlyOnce, rules } from '../content/model/rules.js';
import { Organisation } from '../organisations/organisation.js';

@part('A disclaimer, to be shown exactly as approved, in its language; never translated.')
@Unique(['programmeId', 'version', 'locale'])
export class Disclaimer extends Part {
  @owner(() => FundingProgramme, { isOrdered: false }) programmeId!: string;
  @integer('The version, from 1.', { min: 1, isRequired: true }) version!: number;
  @locale('The language of the text.', { isRequired: true }) locale!: string;
  @line('The text, exactly as approved.', { min: 1, max: 5_000, isRequired: true }) text!: string;
  @day('The day from which it applies.', { isRequired: true }) effectiveFrom!: string;
}

@content({
  one: 'fundingProgramme',
  many: 'fundingProgrammes',
  noun: 'a funding programme',
  description: 'A public programme that pays for projects.',
})
export class FundingProgramme extends Content {
  @text('The name of the programme.', { min: 1, max: 300 }) name?: string | null;
  @text('The fund it belongs to.', { max: 300 }) fund?: string | null;
  @reference(() => Organisation, 'The organisation that administers it.') administeredById!: string | null;
  @url('The URL of the website.') url!: string | null;
  @flag('Whether funded content must be presented with its disclaimer.', {
    default: true,
    hint: 'yes by default.',
  })
  isDisclaimerMandatory!: boolean;
  @parts(() => Disclaimer, 'All approved disclaimers, including former ones.', { key: 'programmeId' })
  disclaimers?: Disclaimer[];
}

export const disclaimer = partType(Disclaimer, {
  standIn: ['version'],
  ...rules(
    onlyOnce(['version', 'locale'], {
      constraint: 'disclaimer_programme_id_version_locale_key',
      path: ['locale'],
      sentence: {
        en: 'This version already has a text in this language.',
        'zh-Hant': '此版本已有該語言的文本。',
      },
    }),
  ),
});

export const fundingProgramme = contentType(FundingProgramme, { searchable: { names: ['name'] } });
