import { sigmoidDeclines } from '../../src/hypotheses/h4b-sigmoid-declines.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(sigmoidDeclines);
