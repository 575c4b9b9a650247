import type { LocalizedText } from '../content/language/translation.js';
import { Part } from '../content/model/content.entity.js';
import { choice, computedText, email, line, matches, translated } from '../content/model/fields.js';
import { part, partType } from '../content/model/model.js';
import { owner, printedReference } from '../content/model/references.js';
import { printedName } from '../content/sql/printed-names.js';
import { Organisation } from '../organisations/organisation.js';
import { ContactStatus } from './event.enum.js';

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
  @choice(ContactStatus, 'Whether the contact is complete.', {
    isDerived: true,
    hint: 'MISSING without a telephone number and an e-mail address.',
    default: ContactStatus.OK,
    label: 'The label of the status.',
  })
  status!: ContactStatus;
}

export const contact = partType(Contact, {
  derive: ({ status, phone, email }) => ({
    status: status ?? (phone || email ? ContactStatus.OK : ContactStatus.MISSING),
  }),
});
