import type { LocalizedText } from '../content/language/translation.js';
import { Part } from '../content/model/content.entity.js';
import { computedText, email, line, matches, translated } from '../content/model/fields.js';
import { part, partType } from '../content/model/model.js';
import { owner, printedReference } from '../content/model/references.js';
import { printedName } from '../content/sql/printed-names.js';
import { Organisation } from '../organisations/organisation.js';

@part('A contact for enquiries about an event.')
export class Contact extends Part {
  @owner('Event') eventId!: string;
  @translated('What the contact is for, or who it is.') label!: LocalizedText | null;
  @line('The name of a person or office.', { max: 200 }) name!: string | null;
  @printedReference(() => Organisation, 'The organisation of the contact.', {
    as: 'name',
    within: ['eventId'],
    beside: ['name', 'email'],
  })
  organisationId!: string | null;
  @computedText('The printed name of the organisation.', printedName('organisation'))
  organisationName?: string | null;
  @line('The international telephone number, with spaces.', {
    rules: [
      matches(
        /^\+[0-9][0-9 ]{6,24}$/,
        '$property must be international, such as "+852 3480 4230"',
        '「$property」必須是國際電話號碼，例如「+852 3480 4230」',
      ),
    ],
  })
  phone!: string | null;
  @email('The e-mail address.') email!: string | null;
}

export const contact = partType(Contact);
