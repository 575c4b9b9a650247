import { SponsorshipType } from '../sponsorships/sponsorship.enum.js';
import type { Sponsorship } from '../sponsorships/sponsorship.js';
import { sponsorship } from '../sponsorships/sponsorship.js';
import type { SeedPlan } from './plan.js';
import { sentence } from './prose.js';
import type { SeedContent } from './seed-object.js';

const PER_ISSUE = 5;
/** How many sponsorships events have in turn: seven per five events. */
const PER_EVENT = [0, 1, 2, 1, 3] as const;
const EVENTS_PER_ISSUE = 25;

/** The subjects of the forty sponsorships of an issue: the issue itself, then the events of its time. */
const SUBJECTS = [
  ...Array.from({ length: PER_ISSUE }, (_, position) => ({ event: undefined, position })),
  ...Array.from({ length: EVENTS_PER_ISSUE }, (_, event) =>
    Array.from({ length: PER_EVENT[event % PER_EVENT.length] ?? 0 }, (_none, position) => ({
      event,
      position,
    })),
  ).flat(),
];

export const seededSponsorships: SeedContent<Sponsorship> = {
  kind: 'sponsorship',
  content: sponsorship,
  at(plan, index) {
    const choices = plan.choices('sponsorship', index);
    const type = choices.oneOf(Object.values(SponsorshipType));
    const programme = plan.id('fundingProgramme', choices.between(0, plan.count('fundingProgramme') - 1));
    return {
      columns: {
        organisationId: plan.id('organisation', choices.skewedIndex(plan.count('organisation'))),
        type,
        tier: choices.isLuckyIn(0.3) ? choices.oneOf(['gold', 'silver', 'bronze']) : null,
        programmeId: type === SponsorshipType.FUNDED ? programme : null,
        ...subjectOf(plan, index),
      },
      texts: { acknowledgement: choices.isLuckyIn(0.5) ? sentence(choices) : undefined },
    };
  },
};

function subjectOf(plan: SeedPlan, index: number) {
  const issue = Math.floor(index / SUBJECTS.length);
  const { event, position = 0 } = SUBJECTS[index % SUBJECTS.length] ?? {};
  return event === undefined
    ? { issueId: plan.id('issue', issue), position }
    : { eventId: plan.id('event', issue * EVENTS_PER_ISSUE + event), position };
}
