/** Imported first: keeps zod from trying whether it may write programs, which the page's policy forbids. */
import { config } from 'zod';

config({ jitless: true });
