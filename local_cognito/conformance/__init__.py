"""What AWS answers, case by case, and where that is known from: see `rows`."""
