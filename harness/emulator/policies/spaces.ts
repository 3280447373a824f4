export const spacePolicies = {};
