import { Honorific, OfficeKind, PersonNameKind } from '../people/person.enum.js';
import { Office, type Person, PersonName, person } from '../people/person.js';
import { fillIn, type Phrase } from './phrase.js';
import { dateOf, type SeedPlan } from './plan.js';
import { introduction } from './prose.js';
import { rowOf, type SeedContent, type SeedRow } from './seed-object.js';
import { FAMILY_NAMES, GIVEN_NAMES, TOPICS } from './vocabulary.js';

interface Name {
  readonly family: Phrase;
  readonly given: Phrase;
  readonly whole: Phrase;
}

export const seededPeople: SeedContent<Person> = {
  kind: 'person',
  content: person,
  at(plan, index) {
    const choices = plan.choices('person', index);
    const [family, first, second] = [
      choices.oneOf(FAMILY_NAMES),
      choices.oneOf(GIVEN_NAMES),
      choices.oneOf(GIVEN_NAMES),
    ];
    const given = fillIn(['{first} {second}', '{first}{second}', '{first}{second}'], { first, second });
    const whole = fillIn(['{given} {family}', '{family}{given}', '{family}{given}'], { given, family });
    return {
      columns: {
        honorifics: choices.oneOf([[Honorific.MR], [Honorific.MS], [Honorific.IR, Honorific.DR], []]),
      },
      texts: { name: whole, bio: introduction(choices) },
      parts: [...namesOf(plan, index, { family, given, whole }), officeOf(plan, index)],
    };
  },
};

function namesOf(plan: SeedPlan, index: number, { family, given, whole }: Name): SeedRow[] {
  return ['en', 'zh-Hant'].map((locale, position) =>
    rowOf(PersonName, {
      id: plan.partId('person', index, `name ${position}`),
      position,
      personId: plan.id('person', index),
      locale,
      text: whole[position] ?? '',
      family: family[position] ?? null,
      given: given[position] ?? null,
      kind: PersonNameKind.PRIMARY,
    }),
  );
}

function officeOf(plan: SeedPlan, index: number): SeedRow {
  const choices = plan.choices('person', index);
  const topic = choices.oneOf(TOPICS);
  const start = plan.coversFrom(choices.between(0, plan.issues - 1));
  const title = fillIn(['Head of {topic}', '{topic}主任', '{topic}主任'], { topic });
  return rowOf(Office, {
    id: plan.partId('person', index, 'office 0'),
    position: 0,
    personId: plan.id('person', index),
    organisationId: plan.id('organisation', choices.skewedIndex(plan.count('organisation'))),
    kind: choices.oneOf(Object.values(OfficeKind)),
    title: plan.texts('person', index).part(title),
    startDate: dateOf(start),
    // Half of the people are still in office.
    endDate: choices.isLuckyIn(0.5) ? dateOf(plan.comesOutAt(plan.issues - 1)) : null,
  });
}
