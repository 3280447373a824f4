/** A room or endpoint that the emulated TMS lets be booked. */
export interface Endpoint {
  id: number;
  name: string;
  address: string;
}

/** The emulated TMS has two; their numbers are far from those of bridges. */
export const endpoints: readonly Endpoint[] = [
  { id: 5001, name: 'Boardroom', address: 'boardroom.example.test' },
  { id: 5002, name: 'Huddle room', address: 'huddle.example.test' },
];
