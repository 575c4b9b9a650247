import type { Venue } from '../events/venue.js';
import { venue } from '../events/venue.js';
import { OrganisationKind, OrganisationNameKind } from '../organisations/organisation.enum.js';
import { type Organisation, OrganisationName, organisation } from '../organisations/organisation.js';
import { Disclaimer, type FundingProgramme, fundingProgramme } from '../sponsorships/funding-programme.js';
import { capitalised, fillIn, type Phrase } from './phrase.js';
import { introduction } from './prose.js';
import { rowOf, type SeedContent } from './seed-object.js';
import { DISTRICTS, ORGANISATION_NOUNS, PLACES, TOPICS } from './vocabulary.js';

const ORGANISATION_NAME: Phrase = ['{place} {topic} {noun}', '{place}{topic}{noun}', '{place}{topic}{noun}'];

export const seededOrganisations: SeedContent<Organisation> = {
  kind: 'organisation',
  content: organisation,
  at(plan, index) {
    const choices = plan.choices('organisation', index);
    const name = fillIn(ORGANISATION_NAME, {
      place: choices.oneOf(PLACES),
      topic: capitalised(choices.oneOf(TOPICS)),
      noun: choices.oneOf(ORGANISATION_NOUNS),
    });
    const acronym = `O${index + 1}`;
    const hasParent = index > 0 && choices.isLuckyIn(0.15);
    return {
      columns: {
        kind: choices.oneOf(Object.values(OrganisationKind)),
        // Only an earlier one, so that none is a part of itself.
        parentId: hasParent ? plan.id('organisation', choices.skewedIndex(index)) : null,
        website: `https://organisation-${index + 1}.example.org/`,
        region: choices.oneOf(['HK', 'HK', 'CN', 'SG']),
      },
      texts: { name, shortName: [acronym, acronym, acronym], description: introduction(choices) },
      parts: [
        rowOf(OrganisationName, {
          id: plan.partId('organisation', index, 'name 0'),
          position: 0,
          organisationId: plan.id('organisation', index),
          locale: 'en',
          text: acronym,
          kind: OrganisationNameKind.ACRONYM,
        }),
      ],
    };
  },
};

const HALL: Phrase = ['{place} Hall {number}', '{place}會堂 {number}', '{place}会堂 {number}'];
const ADDRESS: Phrase = [
  '{number} Technology Avenue, {place}',
  '{place}科技大道 {number} 號',
  '{place}科技大道 {number} 号',
];

export const seededVenues: SeedContent<Venue> = {
  kind: 'venue',
  content: venue,
  at(plan, index) {
    const choices = plan.choices('venue', index);
    const place = choices.oneOf(PLACES);
    const number = choices.between(1, 400);
    return {
      columns: { district: choices.oneOf(DISTRICTS), mapUrl: `https://maps.example.org/${index + 1}` },
      texts: {
        name: fillIn(HALL, { place, number: index + 1 }),
        room: [`Room ${number}`, `${number} 室`, `${number} 室`],
        address: fillIn(ADDRESS, { place, number }),
      },
    };
  },
};

const OPINIONS: Phrase = [
  'Any opinions expressed here are not those of the Government.',
  '在此表達的任何意見，並不代表政府的觀點。',
  '在此表达的任何意见，并不代表政府的观点。',
];

export const seededFundingProgrammes: SeedContent<FundingProgramme> = {
  kind: 'fundingProgramme',
  content: fundingProgramme,
  at(plan, index) {
    const topic = plan.choices('fundingProgramme', index).oneOf(TOPICS);
    const programmeId = plan.id('fundingProgramme', index);
    return {
      columns: {
        administeredById: plan.id('organisation', index % plan.count('organisation')),
        url: `https://funding-${index + 1}.example.org/`,
        isDisclaimerMandatory: true,
      },
      texts: {
        name: fillIn(['{topic} Programme', '{topic}資助計劃', '{topic}资助计划'], {
          topic: capitalised(topic),
        }),
        fund: ['Innovation Fund', '創新基金', '创新基金'],
      },
      parts: ['en', 'zh-Hant'].map((locale, position) =>
        rowOf(Disclaimer, {
          id: plan.partId('fundingProgramme', index, `disclaimer ${position}`),
          position,
          programmeId,
          version: 1,
          locale,
          text: OPINIONS[position] ?? '',
          effectiveFrom: '2000-01-01',
        }),
      ),
    };
  },
};
