.PHONY: stock
stock: ## Count what is in stock
	@echo 0
