import { type Defect, defect } from '../../policies/index.ts';
import { blankNameTicket, dialNumberTicket, type TicketedSystem } from '../../policies/tms-system.ts';

const dials = ({ domain, numericIdBase, numericIdQuantity }: TicketedSystem) =>
  domain !== null && numericIdBase !== null && numericIdQuantity !== null;
const blankName = ({ name }: TicketedSystem) => (name === null ? [blankNameTicket] : []);
const dialNumber = (system: TicketedSystem) => (dials(system) ? [] : [dialNumberTicket]);

/** Mistakes of TMS with its tickets. */
export const ticketDefects: readonly Defect[] = [
  defect({
    id: 'tms-gatekeeper-ticket',
    title: 'A fresh bridge also gets a ticket about a gatekeeper.',
    violates: ['TMS-TICKET-01'],
    policy: 'tms.openTickets',
    with: (system) => [
      ...dialNumber(system),
      ...blankName(system),
      ...(system.name === null && !dials(system) ? ['Gatekeeper Mode Off'] : []),
    ],
  }),
  defect({
    id: 'tms-blank-name-ticket-stays',
    title: 'A name does not clear the ticket about the blank name.',
    violates: ['TMS-TICKET-02', 'TMS-TICKET-05'],
    policy: 'tms.openTickets',
    with: (system) => [...dialNumber(system), blankNameTicket],
  }),
  defect({
    id: 'tms-name-clears-all-tickets',
    title: 'A name clears the ticket about the dial numbers, too.',
    violates: ['TMS-TICKET-02'],
    policy: 'tms.openTickets',
    with: (system) => (system.name === null ? [...dialNumber(system), ...blankName(system)] : []),
  }),
  defect({
    id: 'tms-numbers-clear-all-tickets',
    title: 'Extended settings clear the ticket about the blank name, too.',
    violates: ['TMS-TICKET-03'],
    policy: 'tms.openTickets',
    with: (system) => (dials(system) ? [] : [...dialNumber(system), ...blankName(system)]),
  }),
  defect({
    id: 'tms-domain-clears-dial-ticket',
    title: 'The domain alone clears the ticket about the dial numbers.',
    violates: ['TMS-TICKET-04'],
    policy: 'tms.openTickets',
    with: (system) => [...(system.domain === null ? [dialNumberTicket] : []), ...blankName(system)],
  }),
  defect({
    id: 'tms-configured-system-gets-ticket',
    title: 'A system that is wholly configured gets a ticket about its gatekeeper.',
    violates: ['TMS-TICKET-05'],
    policy: 'tms.openTickets',
    with: (system) => {
      const tickets = [...dialNumber(system), ...blankName(system)];
      return tickets.length === 0 ? ['Gatekeeper Mode Off'] : tickets;
    },
  }),
];
