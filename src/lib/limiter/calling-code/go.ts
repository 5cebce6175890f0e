import type { AlgorithmName } from '../script.js';
import { extraOf } from './parameters.js';

const PARAMETER = { offset: ', utcOffset time.Duration', burst: ', burst int64', none: '' };
const ARGUMENT = { offset: 'utcOffset.Milliseconds()', burst: 'burst', none: '0' };

/** A package for go-redis 8, as new-api has it. With go-redis 9 only the import differs. */
export function goCode(algorithm: AlgorithmName, lua: string): string {
  const extra = extraOf(algorithm);
  const most = extra === 'burst' ? 'burst' : 'limit';
  return `// Package limiter limits requests in one atomic step.
package limiter

import (
	"context"
	"fmt"
	"time"

	"github.com/go-redis/redis/v8"
)

// Run sends EVALSHA, and EVAL if the server does not know the script.
var script = redis.NewScript(\`
${lua}\`)

// Answer says whether a request was counted. ResetAfter is the time until nothing is used.
type Answer struct {
	Allowed    bool
	Used       int64
	Remaining  int64
	RetryAfter time.Duration
	ResetAfter time.Duration
}

// Check counts a request if it is allowed. If it returns an error, the request may have been counted. A client that retries after
// a lost reply counts it again: set MaxRetries to -1, or give the script a request key.
func Check(ctx context.Context, client redis.Cmdable, key string, limit int64, window time.Duration${PARAMETER[extra]}) (Answer, error) {
	reply, err := script.Run(ctx, client, []string{key},
		"take", 1, 60000, "${algorithm}", limit, window.Milliseconds(), ${ARGUMENT[extra]}).Int64Slice()
	if err != nil {
		return Answer{}, err
	}
	if len(reply) != 5 {
		return Answer{}, fmt.Errorf("the script replied with %d numbers, not 5", len(reply))
	}
	remaining := ${most} - reply[2]
	if remaining < 0 {
		remaining = 0
	}
	return Answer{
		Allowed:    reply[0] == 1,
		Used:       reply[2],
		Remaining:  remaining,
		RetryAfter: time.Duration(reply[3]) * time.Millisecond,
		ResetAfter: time.Duration(reply[4]) * time.Millisecond,
	}, nil
}
`;
}
